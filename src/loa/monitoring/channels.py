"""The channels of evidence in words."""

from django.utils.translation import get_language

from loa.writing.wording import codes, label

__all__ = ["channel_choices", "channel_words"]


def channel_words(code: str) -> str:
    """A channel in the language of who reads; empty for none."""
    return label("channel", code, "en" if get_language() == "en" else "vi") if code else ""


def channel_choices() -> list[tuple[str, str]]:
    """Every channel of the annotation guide by its words, and none."""
    return [("", "–"), *((code, channel_words(code)) for code in codes("channel"))]
