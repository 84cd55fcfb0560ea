"""Cells of tables that people open in a spreadsheet: what would run there as a formula travels with an apostrophe.

A spreadsheet reads a cell that begins with = + - @ or a tab as something to compute (CWE-1236). `escaped` puts one
apostrophe before such a text, and before a text that already looks escaped, so that `unescaped` always gives the
text back as it was.
"""

import re

_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_ESCAPED = re.compile(r"'+[=+\-@\t\r]")


def escaped(text: str) -> str:
    """The text as a cell that no spreadsheet computes: "=1+1" becomes "'=1+1". Numbers of ours need no escape."""
    return f"'{text}" if _FORMULA.match(text) else text


def unescaped(cell: str) -> str:
    """The text of a cell that `escaped` wrote; every other cell as it is, a live formula too: it stays plain text."""
    return cell[1:] if _ESCAPED.match(cell) else cell
