"""What a link says of itself, for somebody who is about to record it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from loa.monitoring.areas import areas_of
from loa.monitoring.enums import ReformArea
from loa.monitoring.fetching.asking import INTERACTIVE
from loa.monitoring.fetching.outcome import Failure, problem_text
from loa.monitoring.fetching.pages import page_of

__all__ = ["Proposal", "proposal_of"]


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a page proposes for a piece of evidence; empty where it does not say. `problem` is the code of why.

    `link` is the address the page gives itself. `text` is for counting and comparing.
    """

    link: str
    title: str = ""
    published_on: date | None = None
    areas: Sequence[ReformArea] = ()
    words: int | None = None
    has_photo: bool = False
    language: str = ""
    text: str = field(default="", repr=False)
    problem: str = ""

    @property
    def sentence(self) -> str:
        """Why nothing could be proposed, in the language of who reads. Empty when something was."""
        return problem_text(self.problem) if self.problem else ""


def proposal_of(link: str) -> Proposal:
    """Reads the page of a link while somebody waits: some seconds at most. Never raises.

    Asks other sites: not to be called within a transaction.
    """
    page = page_of(link, patience=INTERACTIVE, seconds=8.0)
    if isinstance(page, Failure):
        return Proposal(link, problem=page.code)
    return Proposal(
        link=page.url,
        title=page.title,
        published_on=page.published_on,
        areas=areas_of(f"{page.title}\n{page.text}"),
        words=page.words,
        has_photo=page.has_photo,
        language=page.language,
        text=page.text,
    )
