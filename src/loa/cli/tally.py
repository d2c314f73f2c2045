"""Tells what became of the documents: each problem as it comes, and the sum at the end."""

from pathlib import Path

from loa.cli.forms import Form
from loa.cli.outcome import Outcome
from loa.cli.voice import Voice, harmless
from loa.reading.errors import Message

__all__ = ["Tally"]


class Tally:
    """Counts outcomes and says what a person must know of them on standard error."""

    def __init__(self, voice: Voice, *, many: bool, form: Form) -> None:
        self._voice = voice
        self._many = many
        self._form = form
        self.plans = self.others = self.failed = self.obligations = self.doubts = 0

    def count(self, name: str, outcome: Outcome) -> None:
        """Takes one outcome into account."""
        if outcome.problem:
            self.failed += 1
            self._voice.warn(outcome.problem, of=name)
            return
        if outcome.no_plan:
            self.others += 1
            self._voice.say(outcome.no_plan, of=name)
        else:
            self.plans += 1
        self.obligations += outcome.obligations
        self.doubts += outcome.doubts
        if not self._many and (self._form is not Form.TABLE or outcome.no_plan):
            for remark in outcome.remarks:
                self._voice.say(remark, of=name)

    def sum_up(self, out: Path | None) -> None:
        """One line for several documents, or where the results lie."""
        if self._many or out is not None:
            self._voice.say(self._sum(out))

    def _sum(self, out: Path | None) -> Message:
        vi = [f"{self.plans} kế hoạch", f"{self.obligations} nhiệm vụ", f"{self.doubts} cần xem lại"]
        en = [_counted(self.plans, "plan"), _counted(self.obligations, "obligation"), f"{self.doubts} to check"]
        if self.others:
            vi.append(f"{self.others} văn bản không phải kế hoạch")
            en.append(f"{_counted(self.others, 'document')} that {'is' if self.others == 1 else 'are'} no plan")
        if self.failed:
            vi.append(f"{self.failed} tệp không đọc được")
            en.append(f"{_counted(self.failed, 'file')} could not be read")
        where = harmless(str(out)) if out else ""
        return Message(
            ", ".join(vi) + (f". Kết quả ở {where}" if out else "."),
            ", ".join(en) + (f". Results are in {where}" if out else "."),
        )


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
