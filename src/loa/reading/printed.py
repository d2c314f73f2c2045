"""A field of the document with the printed words it was read from."""

from dataclasses import dataclass

from loa.reading.lines import Locator
from loa.reading.model import Mark
from loa.reading.passage import Passage

__all__ = ["Printed"]


@dataclass(frozen=True, slots=True)
class Printed:
    """The value as the draft gives it, the words it stands for, the rule that read it, and how sure it is (0 to 1)."""

    value: str
    words: Passage
    rule: str
    confidence: float

    def mark(self, field: str, locate: Locator) -> Mark:
        """The reason why the field has this value."""
        return Mark(field, self.value, self.rule, self.words.text, locate.of(self.words), self.confidence)
