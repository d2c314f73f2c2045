"""How evidence names the window it is for: by the key of it, and by the duty where all windows are called alike."""

from loa.schedule import Kind

__all__ = ["names_duty", "parts_of", "window_name", "window_told"]

_OF = "#"


def window_name(key: str, kind: Kind, obligation: int) -> str:
    """How evidence names the window it is for. All that is done once is called alike: there the duty stands with it."""
    return f"{key}{_OF}{obligation}" if kind is Kind.ONCE else key


def parts_of(name: str) -> tuple[str, str]:
    """The window, and the obligation as it is written there; that is empty where none is named."""
    window, _, obligation = name.partition(_OF)
    return window, obligation


def names_duty(name: str) -> bool:
    """Whether a duty is named, and not only a window."""
    return _OF in name


def window_told(name: str) -> str:
    """The window of such a name, as people are told of it; a thing done once has none."""
    return "" if names_duty(name) else name
