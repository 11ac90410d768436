"""Counts what held and what did not, and says so in a last line that .ci/run adds up."""

import sys


class Checks:
    """The checks of one script; a failed one is printed at once, a passed one only counted."""

    def __init__(self, title):
        self.title, self.passed, self.failed = title, 0, 0

    def that(self, held, what, detail=""):
        """Counts one check; `detail` tells what was found instead. Returns whether it held."""
        if held:
            self.passed += 1
        else:
            self.failed += 1
            print(f"FAILED {self.title}: {what}" + (f"\n       found {str(detail)[:600]}" if detail != "" else ""))
        return bool(held)

    def equal(self, found, wanted, what):
        """Counts one comparison."""
        return self.that(found == wanted, f"{what} is {wanted!r}", repr(found))

    def finish(self):
        """Prints the counts as the last line and leaves, with status 1 where a check failed."""
        print(f"{self.title}: {self.passed} passed, {self.failed} failed")
        sys.stdout.flush()
        sys.exit(1 if self.failed else 0)
