import JSON

extension JSONText {
  /// Returns the text with a value at the end of a path that is not there yet, and what is missing on the way.
  ///
  /// - Parameter path: Names; the last step may be an index, which puts the value behind all that is in a list.
  /// - Throws: ``HostFileError/otherShape(name:wanted:)`` where the way leads through something else.
  func inserting(_ value: JSONValue, at path: [Step]) throws(HostFileError) -> [UInt8] {
    var (value, path) = (value, path)
    while let last = path.last {
      let parent = Array(path.dropLast())
      var isThere = parent.isEmpty
      if !isThere { isThere = try item(at: parent) != nil }
      if isThere {
        let container = try container(at: parent)
        guard let container, container.isObject == (last.key != nil) else { throw otherShape(at: parent, last) }
        return try inserting(value, key: last.key, into: container)
      }
      value = last.key.map { [$0: value] } ?? [value]
      path = parent
    }
    return bytes
  }

  /// Returns the text without what is at the end of a path, and without what is empty then, but for the whole.
  func removing(_ path: [Step]) throws(HostFileError) -> [UInt8] {
    var path = path
    while path.count > 1, let parent = try container(at: Array(path.dropLast())), holdsOneItemOnly(parent) {
      path.removeLast()
    }
    guard let container = try container(at: Array(path.dropLast())), let item = try item(at: path)
    else { return bytes }
    if holdsOneItemOnly(container) {
      return TextEdit.apply([TextEdit(container.open + 1..<container.close)], to: bytes)
    }
    return TextEdit.apply(edits(removing: item, from: container), to: bytes)
  }

  /// Returns the text with another value in the place of one that is there.
  func replacing(_ item: Item, with text: String) -> [UInt8] {
    TextEdit.apply([TextEdit(item.value, text)], to: bytes)
  }

  private func otherShape(at path: [Step], _ step: Step) -> HostFileError {
    let name = path.compactMap(\.key).joined(separator: ".")
    return .otherShape(name: name, wanted: step.key == nil ? "a list" : path.isEmpty ? "a JSON object" : "an object")
  }

  private func edits(removing item: Item, from container: Container) -> [TextEdit] {
    let end = item.comma.map { $0 + 1 } ?? item.value.upperBound
    let lead = bytes[..<item.start].lastIndex { !JSONComments.isSpace($0) }.map { $0 + 1 } ?? item.start
    let rest = bytes[end...].first { $0 != 0x20 && $0 != 0x09 && $0 != 0x0D } ?? 0x0A
    // What follows in the line must neither come behind a comment nor lose its indentation.
    let isBehindComment = plain[lead - 1] != bytes[lead - 1]
    let isMidLine =
      rest != 0x0A && (isBehindComment || (item.comma != nil && end < container.close && !isClosing(rest)))
    let start = isMidLine ? item.start : lead
    var edits = [TextEdit(start..<item.value.upperBound)]
    if let comma = item.comma {
      let blanks = isMidLine ? bytes[end...].prefix { $0 == 0x20 || $0 == 0x09 }.count : 0
      edits.append(TextEdit(comma..<end + blanks))
    } else if let comma = container.items.dropLast().last?.comma {
      // What was last but one needs its comma no longer.
      edits.insert(TextEdit(comma..<comma + 1), at: 0)
    }
    return edits
  }

  private func isClosing(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]") }

  private func holdsOneItemOnly(_ container: Container) -> Bool {
    guard container.items.count == 1, let item = container.items.first else { return false }
    let around = bytes[container.open + 1..<item.start] + bytes[item.value.upperBound..<container.close]
    return around.allSatisfy { JSONComments.isSpace($0) || $0 == UInt8(ascii: ",") }
  }

  /// Puts an item behind the others, in the way they are written.
  private func inserting(_ value: JSONValue, key: String?, into container: Container) throws(HostFileError) -> [UInt8] {
    let layout = try JSONLayout(self)
    let name = key.map { JSONWriter.string(.string($0)) + ": " } ?? ""
    let last = container.items.last
    guard let indentation = indentation(in: container, layout) else {
      let text = name + JSONLayout.line(of: value)
      return insertingInLine(text, after: last, in: container)
    }
    let place = bytes[..<container.close].lastIndex { !JSONComments.isSpace($0) }.map { $0 + 1 } ?? container.close
    var text = layout.newline + indentation + name + layout.text(of: value, indentation: indentation)
    if last?.comma != nil { text += "," }
    if last == nil, !bytes[place..<container.close].contains(0x0A) {
      text += layout.newline + JSONLayout.indentation(ofLineOf: container.open, in: bytes)
    }
    let edit = TextEdit(at: place, text)
    guard let last, last.comma == nil else { return TextEdit.apply([edit], to: bytes) }
    return TextEdit.apply([TextEdit(at: last.value.upperBound, ","), edit], to: bytes)
  }

  private func insertingInLine(_ text: String, after last: Item?, in container: Container) -> [UInt8] {
    let edit =
      switch last {
      case nil: TextEdit(at: container.open + 1, text)
      case let last? where last.comma == nil: TextEdit(at: last.value.upperBound, ", " + text)
      case let last?: TextEdit(at: (last.comma ?? last.value.upperBound) + 1, " " + text + ",")
      }
    return TextEdit.apply([edit], to: bytes)
  }

  /// The indentation of a new item on a line of its own, or nil where items stand in one line.
  private func indentation(in container: Container, _ layout: JSONLayout) -> String? {
    if let last = container.items.last {
      return JSONLayout.indentation(ofLineBeginningAt: last.start, in: bytes)
    }
    let line = JSONLayout.indentation(ofLineOf: container.open, in: bytes)
    // An empty object that begins no line and is not the whole is a part of somebody's line.
    let isWhole = container.open == start
    let isInLine = !isWhole && !bytes[container.open..<container.close].contains(0x0A) && !beginsLine(container.open)
    return isInLine ? nil : line + layout.unit
  }

  /// Whether nothing but blanks and one name stand before a place in its line.
  private func beginsLine(_ offset: Int) -> Bool {
    let start = bytes[..<offset].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    let line = bytes[start..<offset].drop(while: JSONComments.isSpace)
    return start > 0 && !line.contains(UInt8(ascii: "{")) && !line.contains(UInt8(ascii: ","))
  }
}

extension JSONText.Step {
  /// The name, if it is one.
  var key: String? { if case .key(let key) = self { key } else { nil } }
}
