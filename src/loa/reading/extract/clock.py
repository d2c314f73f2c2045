"""How long a reading may take."""

import time

from loa.reading.extract import refusal

__all__ = ["Clock"]


class Clock:
    """Counts from when it is made. Long loops ask it, so that no file keeps the reader busy for ever."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end = time.monotonic() + seconds

    @property
    def left(self) -> float:
        """The seconds that are left, at least a little."""
        return max(0.1, self._end - time.monotonic())

    def check(self) -> None:
        """Raises TooLarge when the time is used up."""
        if time.monotonic() > self._end:
            raise refusal.slow(self.seconds)
