/// A shell for which there are completions.
enum CompletionScript: String, CaseIterable, Sendable {
  case bash
  case zsh
  case fish

  /// The script: it asks the program itself, which knows its commands and the names in the ledger.
  var text: String {
    switch self {
    case .bash: Self.bashText
    case .zsh: Self.zshText
    case .fish: Self.fishText
    }
  }

  // Bash takes a colon and an equals sign for ends of words: what is before the last one stays as it was typed.
  private static let bashText = #"""
    # Completions of token-ledger for bash: source <(token-ledger completions bash)
    _token_ledger() {
      local line=${COMP_LINE:0:COMP_POINT} words typed kept candidate
      read -ra words <<< "$line"
      [[ $line == *[[:space:]] ]] && words+=("")
      typed=${words[${#words[@]}-1]}
      kept=${typed%"${typed##*[:=]}"}
      COMPREPLY=()
      while IFS= read -r candidate; do
        COMPREPLY+=("$(printf %q "${candidate#"$kept"}")")
      done < <("$1" complete -- "${words[@]:1}" 2>/dev/null)
    }
    complete -o default -F _token_ledger token-ledger
    """#

  private static let zshText = #"""
    #compdef token-ledger
    # Completions of token-ledger for zsh: source <(token-ledger completions zsh)
    _token_ledger() {
      local -a candidates
      candidates=("${(@f)$("${words[1]}" complete -- "${(@)words[2,CURRENT]}" 2>/dev/null)}")
      candidates=("${(@)candidates:#}")
      if (( $#candidates )); then compadd -- "${candidates[@]}"; else _files; fi
    }
    compdef _token_ledger token-ledger
    """#

  private static let fishText = #"""
    # Completions of token-ledger for fish: token-ledger completions fish | source
    function __token_ledger_complete
      set -l words (commandline -opc)
      set -l typed (commandline -ct)
      $words[1] complete -- $words[2..-1] "$typed" 2>/dev/null
    end
    complete -c token-ledger -a '(__token_ledger_complete)'
    """#
}
