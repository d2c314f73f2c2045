"""What the command says beside its results: one sentence at a time, on standard error."""

import re

from rich.console import Console
from rich.text import Text

from loa.reading.errors import Message
from loa.writing.wording import Language, message_text

__all__ = ["Failure", "Voice", "harmless"]

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def harmless(name: str) -> str:
    """A name of a file without the characters that command a terminal."""
    return _CONTROL.sub("\ufffd", name)


class Failure(Exception):
    """The command cannot go on; the sentence is for the user, `exit_code` for the shell."""

    def __init__(self, vi: str, en: str, *, exit_code: int = 2) -> None:
        super().__init__(en)
        self.message = Message(vi, en)
        self.exit_code = exit_code


class Voice:
    """Speaks on standard error; names of files may not command the terminal."""

    def __init__(self, language: Language, console: Console | None = None) -> None:
        self.language = language
        self.console = console or Console(stderr=True, soft_wrap=True, highlight=False)

    def say(self, message: Message, *, of: str = "", style: str = "") -> None:
        """One line: the sentence, after the name of the file it is about."""
        sentence = message_text(message, self.language)
        line = f"{of}: {sentence}" if of else sentence
        self.console.print(Text(harmless(line), style))

    def warn(self, message: Message, *, of: str = "") -> None:
        """Something went wrong with a file."""
        self.say(message, of=of, style="red")
