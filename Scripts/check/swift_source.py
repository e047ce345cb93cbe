"""Reads Swift just far enough to tell code, comments and string literals apart."""

import bisect
import re
from dataclasses import dataclass, field


@dataclass
class Literal:
    """A string literal as it is written, with each interpolation replaced by `\\(…)`."""
    text: str
    line: int
    start: int
    end: int


@dataclass
class SwiftSource:
    """`code` is the text with comments and the insides of string literals blanked: offsets and lines stay what they were.

    What is interpolated into a literal is code, and is kept.
    """
    text: str
    code: str = ""
    literals: list[Literal] = field(default_factory=list)
    comments: list[tuple[int, str]] = field(default_factory=list)

    def __post_init__(self):
        self._line_starts = [0] + [match.end() for match in re.finditer("\n", self.text)]
        self._out = list(self.text)
        self._read_code(0, closing=None)
        self.code = "".join(self._out)
        self.literals.sort(key=lambda literal: literal.start)

    def line(self, offset: int) -> int:
        return bisect.bisect_right(self._line_starts, offset)

    def find(self, pattern: str):
        """Yields (line, match) for a pattern in the code."""
        for match in re.finditer(pattern, self.code, re.MULTILINE):
            yield self.line(match.start()), match

    def _blank(self, start: int, end: int):
        for at in range(start, min(end, len(self._out))):
            if self._out[at] != "\n":
                self._out[at] = " "

    def _read_code(self, at: int, closing: str | None) -> int:
        """Reads code from `at`; inside an interpolation, until the parenthesis that closes it."""
        text, depth = self.text, 0
        while at < len(text):
            two = text[at:at + 2]
            if two == "//":
                at = self._read_line_comment(at)
            elif two == "/*":
                at = self._read_block_comment(at)
            elif text[at] == '"' or (text[at] == "#" and re.match(r'#+"', text[at:])):
                at = self._read_string(at)
            else:
                if closing and text[at] == "(":
                    depth += 1
                elif closing and text[at] == ")":
                    if depth == 0:
                        return at + 1
                    depth -= 1
                at += 1
        return at

    def _read_line_comment(self, at: int) -> int:
        end = self.text.find("\n", at)
        end = len(self.text) if end < 0 else end
        self.comments.append((self.line(at), self.text[at:end]))
        self._blank(at, end)
        return end

    def _read_block_comment(self, at: int) -> int:
        start, depth = at, 0
        while at < len(self.text):
            two = self.text[at:at + 2]
            if two == "/*":
                depth, at = depth + 1, at + 2
            elif two == "*/":
                depth, at = depth - 1, at + 2
                if depth == 0:
                    break
            else:
                at += 1
        self.comments.append((self.line(start), self.text[start:at]))
        self._blank(start, at)
        return at

    def _read_string(self, start: int) -> int:
        text = self.text
        hashes = re.match(r"#*", text[start:]).group()
        at = start + len(hashes)
        quote = '"""' if text.startswith('"""', at) else '"'
        at += len(quote)
        ending, escape = quote + hashes, "\\" + hashes
        inside, written = at, []
        while at < len(text):
            if text.startswith(ending, at):
                self._blank(inside, at)
                at += len(ending)
                break
            if quote == '"' and text[at] == "\n":
                # A broken literal; the compiler will say so. Go on as if it had ended.
                self._blank(inside, at)
                break
            if text.startswith(escape + "(", at):
                self._blank(inside, at)
                at = inside = self._read_code(at + len(escape) + 1, closing=")")
                written.append("\\(…)")
            elif text.startswith(escape, at):
                written.append(text[at:at + len(escape) + 1])
                at += len(escape) + 1
            else:
                written.append(text[at])
                at += 1
        self.literals.append(Literal("".join(written), self.line(start), start, at))
        return at
