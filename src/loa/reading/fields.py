"""Reads the fields of one duty: who leads, who helps, what kind, how often, by when, where, to whom."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from loa.reading.agencies import FoundParty, find_parties, party_list
from loa.reading.channels import medium_of, read_channels
from loa.reading.duties import Duty
from loa.reading.errors import Message
from loa.reading.found import Found, blanked
from loa.reading.kinds import cited_blanked, masked, read_kinds
from loa.reading.lines import Locator
from loa.reading.model import Doubt, Mark, Party, Place, Quota
from loa.reading.naming import Naming
from loa.reading.passage import Passage
from loa.reading.subjects import heading_subject, later_subject, ordered_subjects, own_subject, titled_subject
from loa.reading.timing import Timing, read_time_attribute, read_timing

__all__ = ["Context", "Fields", "read_fields"]

_WITH = re.compile(
    r"(?<!sự )phối hợp(?:\s+(?:chặt chẽ|thường xuyên|tốt|hiệu quả))?(?:\s*,\s*(?:chặt chẽ|hiệu quả))?(?:\s+(?:với|cùng(?:\s+với)?|giữa))?\s*:?\s+"
)
_SENT = re.compile(
    r"(?<![^\W\d_])(?:gửi|nộp)(?:\s+(?:báo cáo|kết quả|kế hoạch|dự toán|văn bản|kết quả thực hiện|về|cho|đến|tới|hồ sơ|bằng văn bản))*\s+"
)
_TO = re.compile(r"(?<![^\W\d_])(?:về|đến|tới|cho)\s+")
_REPORTED = re.compile(r"báo cáo\s+(?:kết quả\s+(?:thực hiện\s+)?(?:về|với|cho)\s+|với\s+|về\s+|cho\s+)?")
_SUMMED_UP_BY = re.compile(r"để\s+(?=\S)")
_VIA = re.compile(r"(?<![^\W\d_])(?:thông\s+)?qua\s+")
_YEAR = re.compile(r"(?<!\d)năm\s+20\d\d")
_FORM_CHANNELS = {"contest": "contest", "train": "training", "conference": "conference"}
"""Kinds that name their channel themselves, in the content cell of an annex row."""
_REPORTS = re.compile(r"báo cáo|kết quả[^.;]{0,40}gửi|gửi (?:kết quả|danh sách|số liệu)")
_DIRECTS = re.compile(r"chỉ đạo|hướng dẫn|đôn đốc|yêu cầu|giao ")
_RHYTHM = re.compile(
    r"^(?:(?:thường xuyên|định kỳ|(?:hàng|hằng) (?:tuần|tháng|quý|năm)|chủ động|có trách nhiệm|chủ trì)\s*,?\s*)+",
    re.IGNORECASE,
)
_TOPIC_WORDS = 18
_SENDS = ("report", "make-plan", "fund")
_HELD = ("make-plan", "fund", "contest", "conference", "survey")
_NAMED_MEDIA = ("agency.press", "agency.broadcaster", "agency.newspaper")
"""Of their names the first word stays: `trên Báo X` is publishing, `trên Đài X` broadcasting."""
_MEDIA_RULES = (
    "agency.station",
    "agency.broadcaster",
    "agency.press",
    "agency.newspaper",
    "agency.one-stop",
    "agency.centre",
)


@dataclass(frozen=True, slots=True)
class Context:
    """What holds for a whole document: how bodies are named, the plan's year, the issuer's tier, and its places."""

    naming: Naming
    year: int | None
    tier: str
    locate: Locator


@dataclass(slots=True)
class Fields:
    """The fields of one duty with the marks and doubts that explain them."""

    lead: list[Party] = field(default_factory=list)
    coordinate: list[Party] = field(default_factory=list)
    kind: list[str] = field(default_factory=list)
    cadence: list[str] = field(default_factory=list)
    quotas: list[Quota] = field(default_factory=list)
    deadline: str | None = None
    window: str | None = None
    channels: list[str] = field(default_factory=list)
    reports_to: list[Party] = field(default_factory=list)
    via: Party | None = None
    topic: str | None = None
    marks: list[Mark] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)


class _Reader:
    def __init__(self, duty: Duty, context: Context) -> None:
        self.duty = duty
        self.context = context
        self.naming = context.naming
        self.out = Fields()

    # -- marks

    def mark(
        self, name: str, value: str, rule: str, passage: Passage, span: tuple[int, int], sure: float = 0.9
    ) -> None:
        place: Place | None = self.context.locate.of(passage, *span) if span[1] > span[0] else None
        self.out.marks.append(Mark(name, value, rule, passage.text[span[0] : span[1]], place, sure))

    def doubt(self, name: str, code: str, vi: str, en: str) -> None:
        self.out.doubts.append(Doubt(name, code, Message(vi, en), self.context.locate.of(self.duty.text)))

    def add_parties(self, name: str, found: Iterable[FoundParty], passage: Passage, rule: str) -> None:
        target: list[Party] = getattr(self.out, name)
        for party in found:
            if party.party not in target:
                target.append(party.party)
                self.mark(name, _code(party.party), f"{rule}+{party.rule}", passage, (party.start, party.end))

    # -- the parts of a duty

    def values(self, *roles: str) -> list[tuple[Passage, str]]:
        """The attribute values or row cells of the given roles, with the rule that named them."""
        if self.duty.row is not None:
            cells = [(self.duty.row.cell(role), f"column.{role}") for role in roles]
            return [(cell, rule) for cell, rule in cells if cell]
        return [(a.value, a.rule) for a in self.duty.attributes if a.role in roles and a.value]

    def read(self) -> Fields:
        self.lead()
        self.coordinate()
        self.kinds()
        self.timing()
        self.channels()
        self.routing()
        self.out.topic = self.topic()
        return self.out

    # -- bodies

    def lead(self) -> None:
        for value, rule in self.values("lead", "lead-coordinate"):
            self.add_parties("lead", self._bodies(value), value, rule)
        if self.out.lead or self.duty.row is not None:
            return
        own = own_subject(self.duty.text, self.naming)
        if own is None and self.duty.is_funding:
            own = later_subject(self.duty.text, self.naming)
        if own is not None:
            self.add_parties("lead", own.parties, self.duty.text, own.rule)
            self._second_subject(own.end)
            return
        if self.duty.attributes:
            return
        self._inherit()

    def _second_subject(self, start: int) -> None:
        """`Báo A mở chuyên trang …; Tạp chí B đăng …`: each sentence has its own lead, unless the first directs others."""
        for ordered in ordered_subjects(self.duty.text, self.naming, start):
            self.add_parties("lead", ordered.parties, self.duty.text, ordered.rule)
        if _DIRECTS.search(self.duty.text.match, start):
            return
        second = later_subject(self.duty.text.cut(start), self.naming)
        if second is not None and all(found.party.name for found in second.parties):
            self.add_parties("lead", second.parties, self.duty.text.cut(start), second.rule)

    def _inherit(self) -> None:
        if self.duty.piece is None:
            return
        parties, heading, rule = heading_subject(self.duty.piece, self.naming)
        if heading is not None:
            for party in parties:
                if party not in self.out.lead:
                    self.out.lead.append(party)
                    self.mark("lead", _code(party), rule, heading, (0, len(heading)), 0.85)
            return
        later = titled_subject(self.duty.text, self.naming) or later_subject(self.duty.text, self.naming)
        if later is not None:
            self.add_parties("lead", later.parties, self.duty.text, later.rule)
        else:
            self.doubt("lead", "lead-missing", "Chưa xác định được cơ quan chủ trì.", "No lead agency could be read.")

    def _bodies(self, value: Passage) -> Sequence[FoundParty]:
        """The bodies of an attribute or cell; pieces no rule knows are taken as printed."""
        found = find_parties(value, self.naming, only_names=True)
        return found or [
            FoundParty(Party(name=self.naming.name(part.text)), 0, len(part), "party.as-printed", part.text)
            for part in _pieces(value)
        ]

    def coordinate(self) -> None:
        for value, rule in self.values("coordinate"):
            self.add_parties("coordinate", self._bodies(value), value, rule)
        for found in _WITH.finditer(self.duty.text.match):
            parties, _ = party_list(self.duty.text, found.end(), self.naming)
            self.add_parties("coordinate", parties, self.duty.text, "coordinate.with")

    # -- what

    def kinds(self) -> None:
        seen: list[str] = []
        for passage in self._kind_texts():
            for found in read_kinds(self._masked(passage)):
                if found.value not in seen:
                    seen.append(found.value)
                    self.mark("kind", found.value, found.rule, passage, (found.start, found.end), found.confidence)
        if not seen:
            seen.append("disseminate")
            self.doubt(
                "kind",
                "kind-assumed",
                "Loại nhiệm vụ chưa rõ, tạm xếp là tuyên truyền.",
                "The kind is not clear; taken as dissemination.",
            )
        self.out.kind = seen

    def _kind_texts(self) -> list[Passage]:
        texts = [self._duty_words()]
        if self.duty.row is not None:
            forms = [value for value, _ in self.values("form")]
            texts.extend(forms or [value for value, _ in self.values("product")])
        elif self.duty.attributes:
            texts.extend(value for value, _ in self.values("content", "form"))
            texts.extend(passage for passage in self.duty.below if not self._is_attribute(passage))
        return texts

    def _duty_words(self) -> Passage:
        """The text after the subject; a title before a colon counts only where it says more than *tuyên truyền*."""
        text = self.duty.text
        own = own_subject(text, self.naming)
        if own and not own.is_heading:
            return text.cut(own.end)
        titled = titled_subject(text, self.naming)
        if titled and [found.value for found in read_kinds(self._masked(text))][:1] == ["disseminate"]:
            return text.cut(titled.end)
        return text

    def _is_attribute(self, passage: Passage, *roles: str) -> bool:
        """Whether a text below a measure is an attribute line of one of the roles; of any but the form by default."""
        spans = [
            (a.value.origin[0], a.value.origin[-1])
            for a in self.duty.attributes
            if (a.role in roles if roles else a.role != "form")
        ]
        start, end = passage.origin[0], passage.origin[-1]
        return any(start <= first and last <= end for first, last in spans)

    def _masked(self, passage: Passage) -> str:
        parties = find_parties(passage, self.naming)
        spans = [
            (p.start + len(p.printed.split(" ", 1)[0]) if p.rule in _NAMED_MEDIA else p.start, p.end)
            for p in parties
            if p.rule != "agency.station"
        ]
        return masked(passage.match, spans)

    # -- when

    def timing(self) -> None:
        for value, rule in self.values("time"):
            self._take_timing(read_time_attribute(value, plan_year=self.context.year), value, rule, attached=True)
        others = self.values("product", "form", *(("content",) if self.duty.row is None else ()))
        for passage in (self.duty.text, *(value for value, _ in others)):
            timing = read_timing(passage, plan_year=self.context.year)
            self._take_timing(timing, passage, "text", attached=self._draws_up())
        self._once()

    def _draws_up(self) -> bool:
        """*Hàng năm* said of a thing counts when the lead draws up or appraises that thing."""
        return self.out.kind[:1] in (["fund"], ["make-plan"])

    def _reports_it(self, noun: str) -> bool:
        """*Báo cáo quý, 6 tháng, năm*: the rhythm of the report is that of reporting."""
        return noun.startswith("báo cáo") and "report" in self.out.kind

    def _take_timing(self, timing: Timing, passage: Passage, rule: str, *, attached: bool) -> None:
        for cadence in timing.cadences:
            if cadence.noun is not None and not (attached or self._reports_it(cadence.noun)):
                continue
            if cadence.value not in self.out.cadence:
                self.out.cadence.append(cadence.value)
                self._mark_found("cadence", cadence.value, cadence, passage)
        for quota in timing.quotas:
            if quota.value not in self.out.quotas:
                self.out.quotas.append(quota.value)
                self._mark_found("quotas", f"{quota.value.min} {quota.value.unit}/{quota.value.per}", quota, passage)
        for deadline in timing.deadlines:
            if self.out.deadline is None:
                self.out.deadline = deadline.value
                self._mark_found("deadline", deadline.value, deadline, passage)
        for window in timing.windows:
            if self.out.window is None:
                self.out.window = window.value
                self._mark_found("window", window.value, window, passage)

    def _mark_found(self, name: str, value: str, found: Found[str] | Found[Quota], passage: Passage) -> None:
        self.mark(name, value, found.rule, passage, (found.start, found.end), found.confidence)

    def _once(self) -> None:
        """`once`: a single calendar deadline, or an act that belongs to one named year (annotation guide, 5)."""
        dated = self.out.deadline is not None and re.fullmatch(r"\d{4}(?:-.*)?", self.out.deadline)
        if self.out.cadence and not (dated and self.out.kind[0] == "make-plan"):
            return
        year = _YEAR.search(self.duty.text.match)
        if dated:
            self.out.cadence.append("once")
            self.out.marks.append(Mark("cadence", "once", "once.deadline", self.out.deadline or "", None, 0.9))
        elif year and self.out.kind[0] in _HELD:
            self.out.cadence.append("once")
            self.mark("cadence", "once", "once.named-year", self.duty.text, year.span(), 0.8)

    # -- where

    def channels(self) -> None:
        seen: list[str] = []
        for passage, only in self._channel_texts():
            for channel in self._channels_in(passage):
                if channel.value not in seen and only in (None, channel.value):
                    seen.append(channel.value)
                    self.mark("channels", channel.value, channel.rule, passage, (channel.start, channel.end))
        if self.duty.row is not None and not seen:
            seen.extend(channel.value for channel in self._channels_in(self.duty.text))
        for party in self.out.lead:
            for medium in medium_of(party.name or ""):
                if medium not in seen:
                    seen.append(medium)
                    self.out.marks.append(Mark("channels", medium, "channel.own-medium", party.name or "", None, 0.8))
        self.out.channels = seen

    def _channel_texts(self) -> list[tuple[Passage, str | None]]:
        """The texts that name channels; with a code, only that channel counts there (a hotline in a content cell)."""
        forms = [(value, None) for value, _ in self.values("form")]
        if self.duty.row is not None:
            products = [(value, None) for value, _ in self.values("product")]
            own = next((_FORM_CHANNELS[kind] for kind in self.out.kind[:1] if kind in _FORM_CHANNELS), "hotline")
            return (
                [*forms, (self.duty.text, own), (self.duty.text, "hotline")]
                if forms
                else [(self.duty.text, None), *products]
            )
        below = [
            (passage, None) for passage in self.duty.below if not self._is_attribute(passage, "lead", "coordinate")
        ]
        return [(self.duty.text, None), *(forms + below if self.duty.attributes else [])]

    def _channels_in(self, passage: Passage) -> list[Found[str]]:
        spans = [
            (p.start, p.end)
            for p in find_parties(passage, self.naming)
            if p.rule not in _MEDIA_RULES and p.party.group is None
        ]
        text = blanked(_quotes_blanked(cited_blanked(passage.match)), spans)
        partners = [
            (p.start, p.end)
            for with_others in _WITH.finditer(passage.match)
            for p in party_list(passage, with_others.end(), self.naming)[0]
        ]
        alone = read_channels(passage.text, blanked(text, partners), self.naming, issuer_sort=self.context.tier)
        return alone or read_channels(passage.text, text, self.naming, issuer_sort=self.context.tier)

    def topic(self) -> str | None:
        """What the duty is about, in a few of its own words: its first clause without subject, partners and rhythm."""
        words = self._duty_words()
        start = 0
        with_others = _WITH.search(words.match, 0, 60)
        if with_others:
            _, start = party_list(words, with_others.end(), self.naming)
        clause = re.split(r"[.;:]\s|[.;]$", words.text[start:].lstrip(" ,:;-"), maxsplit=1)[0]
        clause = _RHYTHM.sub("", clause).strip(" ,.;:")
        short = " ".join(clause.split()[:_TOPIC_WORDS])
        short += "…" if len(short) < len(" ".join(clause.split())) else ""
        return short[:1].upper() + short[1:] if short else None

    # -- to whom

    def routing(self) -> None:
        """The first text that names an addressee: the duty's own, then its further cells or attribute lines."""
        for text in (
            self.duty.text,
            *(value for value, _ in self.values("form", "product", "content", "note", "time")),
        ):
            if self.out.reports_to:
                return
            if set(self.out.kind) & set(_SENDS) or _REPORTS.search(text.match):
                self._route(text)

    def _route(self, text: Passage) -> None:
        for reader in (self._sent_to, self._reported_to):
            found = reader(text)
            if found:
                self.add_parties("reports_to", found, text, "reports-to")
                break
        for found_via in _VIA.finditer(text.match):
            parties, _ = party_list(text, found_via.end(), self.naming)
            if parties and self.out.via is None:
                self.out.via = parties[0].party
                self.mark("via", _code(parties[0].party), "via.through", text, (parties[0].start, parties[0].end))

    def _sent_to(self, text: Passage) -> Sequence[FoundParty]:
        for found in _SENT.finditer(text.match):
            parties, _ = party_list(text, found.end(), self.naming)
            if parties:
                return parties
            onward = _TO.search(text.match, found.end(), min(len(text), found.end() + 120))
            if onward and (parties := party_list(text, onward.end(), self.naming)[0]):
                return parties
        return ()

    def _reported_to(self, text: Passage) -> Sequence[FoundParty]:
        for found in _REPORTED.finditer(text.match):
            parties, _ = party_list(text, found.end(), self.naming)
            if parties:
                return parties
            clause_end = min(
                (i for i in (text.match.find(mark, found.end()) for mark in ".;") if i >= 0), default=len(text)
            )
            for onward in _TO.finditer(text.match, found.end(), clause_end):
                if parties := party_list(text, onward.end(), self.naming)[0]:
                    return parties
            for by in _SUMMED_UP_BY.finditer(text.match, found.end(), clause_end):
                if parties := party_list(text, by.end(), self.naming)[0]:
                    return parties
        return ()


def _quotes_blanked(text: str) -> str:
    return re.sub(r'"[^"]{3,200}"', lambda found: "¤" * len(found.group()), text)


def _pieces(value: Passage) -> list[Passage]:
    out: list[Passage] = []
    for found in re.finditer(r"[^;,\n]+", value.text):
        part = value.cut(found.start(), found.end()).strip(" .-+•")
        if len(part) > 2:
            out.append(part)
    return out


def _code(party: Party) -> str:
    return party.name or party.group or ""


def read_fields(duty: Duty, context: Context) -> Fields:
    """The fields of one duty."""
    return _Reader(duty, context).read()
