"""The kinds of a duty: what the lead does, the primary kind first (annotation guide, section 4)."""

import re

from loa.reading.found import Found, blanked
from loa.reading.lexicon import load_book, rule, rules

__all__ = ["cited_blanked", "masked", "quotes_blanked", "read_kinds"]

_CLAUSE = re.compile(r"[^.;]+(?:\.(?=\d|\w)[^.;]+)*")
_BRACKETS = re.compile(r"\([^()]*\)?")
_QUOTES = re.compile(r'"[^"]{3,200}"')
_FORMS = ("publish", "broadcast", "contest", "train", "column")


def masked(match: str, spans: list[tuple[int, int]]) -> str:
    """The matched form with names of bodies, quoted titles and brackets blanked, of the same length."""
    return _blanked(_BRACKETS, quotes_blanked(cited_blanked(blanked(match, spans))))


def cited_blanked(match: str) -> str:
    """The matched form with cited documents and their titles blanked."""
    return _blanked(rule("asides", "aside.cited").pattern, match)


def quotes_blanked(match: str) -> str:
    """The matched form with quoted titles blanked."""
    return _blanked(_QUOTES, match)


def _blanked(pattern: re.Pattern[str], text: str) -> str:
    return blanked(text, [found.span() for found in pattern.finditer(text)])


def read_kinds(text: str) -> list[Found[str]]:
    """The kinds that a masked text speaks of, in order, each once."""
    out: dict[str, Found[str]] = {}
    for clause in _CLAUSE.finditer(_blanked(rule("asides", "aside.purpose").pattern, text)):
        for found in _clause_kinds(clause.group(), clause.start()):
            out.setdefault(found.value, found)
    return list(out.values())


def _clause_kinds(clause: str, offset: int) -> list[Found[str]]:
    grounds = rule("asides", "aside.grounds").pattern.match(clause)
    start = grounds.end() if grounds else 0
    cues = list(_cues(clause, start, "kinds"))
    cues = _settled(cues, clause)
    if not cues:
        cues = list(_cues(clause, start, "kinds_weak")[:1])
    return [Found(f.value, f.start + offset, f.end + offset, f.rule, f.confidence) for f in cues]


def _cues(clause: str, start: int, book: str) -> tuple[Found[str], ...]:
    """Cues in order of place; where two begin inside one another, the rule that stands first in the book wins."""
    taken: list[Found[str]] = []
    for cue in load_book(book):
        for found in cue.pattern.finditer(clause, start):
            if not any(found.start() < other.end and other.start < found.end() for other in taken):
                taken.append(Found(cue.gives, found.start(), found.end(), cue.id, 0.9))
    return tuple(sorted(taken, key=lambda found: found.start))


def _settled(cues: list[Found[str]], clause: str) -> list[Found[str]]:
    """The exceptions to the order of mention."""
    if not cues:
        return cues
    cues = _medium_makes_form(cues, clause)
    cues = _column_before_airing(cues)
    cues = _column_before_airing(_form_before_directing(cues, clause))
    return _others_work_dropped(_staff_tasks_dropped(cues))


def _says(id: str, clause: str, cue: Found[str]) -> bool:
    return rule("kinds_media", id).pattern.search(clause, cue.start, cue.end) is not None


def _medium_makes_form(cues: list[Found[str]], clause: str) -> list[Found[str]]:
    """Disseminating on a named medium is publishing, on the air it is broadcasting, unless a verb of that follows."""
    for medium in rules("kinds_media", "kind."):
        found = medium.pattern.search(clause)
        if found is None or _names_form(medium.gives, cues):
            continue
        before = [cue for cue in cues if cue.start < found.start()]
        if not before and medium.gives == "broadcast" and cues[0].value == "broadcast":
            return cues
        if not before or before[-1].value not in ("disseminate", "publish"):
            continue
        told = before[-1]
        if told.value == "publish" and _says("posting.said", clause, told):
            continue
        form = Found(medium.gives, told.start, found.end(), medium.id, 0.8)
        return [form if cue is told else cue for cue in cues if cue is told or cue.value != medium.gives]
    return cues


def _names_form(code: str, cues: list[Found[str]]) -> bool:
    """Whether the cues name what the medium would make of them."""
    values = {cue.value for cue in cues}
    return "column" in values or (code == "publish" and "publish" in values)


def _column_before_airing(cues: list[Found[str]]) -> list[Found[str]]:
    """A column that is aired or printed: `column` stands before `broadcast` or `publish`."""
    values = list(dict.fromkeys(cue.value for cue in cues))
    if "column" in values and values[0] in ("broadcast", "publish") and values.index("column") <= 3:
        column = next(cue for cue in cues if cue.value == "column")
        return [column, *(cue for cue in cues if cue is not column)]
    return cues


def _form_before_directing(cues: list[Found[str]], clause: str) -> list[Found[str]]:
    """*Chỉ đạo* and a named form: the form first."""
    if cues[0].value != "direct" or not _says("directing.said", clause, cues[0]):
        return cues
    rest = cues[1:]
    if rest and rest[0].value in ("direct", "inspect-urge"):
        return cues
    forms = [cue for cue in rest if cue.value in _FORMS]
    if forms and all(cue.value in (*_FORMS, "disseminate") for cue in rest[: rest.index(forms[0])]):
        return [forms[0], *(cue for cue in cues if cue is not forms[0])]
    return cues


def _others_work_dropped(cues: list[Found[str]]) -> list[Found[str]]:
    """What directed or urged bodies do is not the lead's; what is woven in or posted is no further kind."""
    if cues[0].value in ("direct", "inspect-urge"):
        return [
            cue for cue in cues if cue.value in ("direct", "inspect-urge", "report", "advise", "fund", "assign-staff")
        ]
    values = [cue.value for cue in cues]
    idle = {"disseminate"} if "integrate" in values else set()
    if "update-procedures" in values:
        idle.add("publish")
    return [cue for cue in cues if cue is cues[0] or cue.value not in idle]


def _staff_tasks_dropped(cues: list[Found[str]]) -> list[Found[str]]:
    """What assigned staff are to do is not the lead's own kind; staff sent to a course make a training."""
    values = [cue.value for cue in cues]
    if "assign-staff" not in values:
        return cues
    at = values.index("assign-staff")
    if any(value in ("train", "contest", "conference") for value in values[at + 1 :]):
        return [cue for cue in cues if cue.value != "assign-staff"]
    return cues[: at + 1] if at == 0 else cues
