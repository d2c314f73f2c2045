"""The language of messages: Vietnamese, unless the user or the system asks for English."""

import os
from collections.abc import Mapping

from loa.reading.errors import Message
from loa.writing.wording import Language, message_text

__all__ = ["in_words", "language_of", "system_language"]


def system_language(environment: Mapping[str, str] | None = None) -> Language:
    """By `LOA_LANG` (vi or en), else by the locale; Vietnamese where neither asks for English."""
    given = os.environ if environment is None else environment
    asked = given.get("LOA_LANG", "").lower()
    if asked[:2] in ("vi", "en"):
        return "en" if asked.startswith("en") else "vi"
    locale = next((given[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if given.get(name)), "")
    return "en" if locale.lower().startswith("en") else "vi"


def language_of(chosen: str | None) -> Language:
    """The language of `--lang`, else that of the system."""
    if chosen is None:
        return system_language()
    return "en" if chosen == "en" else "vi"


def in_words(vi: str, en: str) -> str:
    """A text of the help, which is made before options are read: in the language of the system."""
    return message_text(Message(vi, en), system_language())
