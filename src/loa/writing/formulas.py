"""Text that a spreadsheet shows and does not run."""

import re

__all__ = ["harmless"]

_RUNS = re.compile(r"\s*[=+\-@\t\r\n|%\uff1d\uff0b\uff0d\uff20]")
"""What a spreadsheet may take for a formula or a command when it opens a text, the wide signs of East Asia included."""


def harmless(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would run it as a formula, as OWASP advises."""
    return f"'{text}" if _RUNS.match(text) else text
