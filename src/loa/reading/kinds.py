"""The kinds of a duty: what the lead does, the primary kind first (annotation guide, section 4)."""

import re
from collections.abc import Iterator

from loa.reading.found import Found
from loa.reading.lexicon import Rule, load_book

__all__ = ["cited_blanked", "masked", "quotes_blanked", "read_kinds"]

_BLANK = "¤"
_CLAUSE = re.compile(r"[^.;]+(?:\.(?=\d|\w)[^.;]+)*")
_BRACKETS = re.compile(r"\([^()]*\)?")
_QUOTES = re.compile(r'"[^"]{3,200}"')
_CITED = re.compile(
    r"(?<![^\W\d_])(?:nghị định|thông tư|quyết định|nghị quyết|chỉ thị|luật|công văn|pháp lệnh)\s+(?:liên tịch\s+)?số\s+\S+[^.;]*?"
    r"(?:\s(?:về|quy định|hướng dẫn|ban hành|phê duyệt|sửa đổi)\s[^.;]*|(?=[,.;]|$))"
)
"""A cited document with its title: what the title speaks of is no part of the duty."""
_PURPOSE = re.compile(r"(?<![^\W\d_])(?:để|nhằm|góp phần|phục vụ (?:cho |công tác |việc )?)(?:\s+[^.;]*)?")
_GROUNDS = re.compile(
    r"^\W*(?:căn cứ|trên cơ sở|theo(?! dõi))\s[^.;:]*?(?:,\s*(?!các )|\s(?=chủ động|tổ chức|xây dựng|tham mưu|triển khai))"
)
_FORMS = ("publish", "broadcast", "contest", "train", "column")
_MEDIUM = re.compile(
    r"(?:trên|qua|thông qua|vào|lên)\s+(?:các\s+|hệ thống\s+)?(?:phương tiện|cổng|trang|website|bản tin|chuyên (?:mục|trang)|báo|tạp chí"
    r"|mạng(?! lưới)|fanpage|internet|facebook|zalo)"
)
_AIR = re.compile(
    r"(?:trên|qua|thông qua)\s+(?:các\s+)?(?:hệ thống\s+)?(?:đài|loa|sóng|truyền thanh|phát thanh|kênh phát|kênh truyền|truyền hình)"
)


def masked(match: str, spans: list[tuple[int, int]]) -> str:
    """The matched form with names of bodies, quoted titles and brackets blanked, of the same length."""
    for start, end in spans:
        match = match[:start] + _BLANK * (end - start) + match[end:]
    match = quotes_blanked(cited_blanked(match))
    return _BRACKETS.sub(lambda found: _BLANK * len(found.group()), match)


def cited_blanked(match: str) -> str:
    """The matched form with cited documents and their titles blanked."""
    return _CITED.sub(lambda found: _BLANK * len(found.group()), match)


def quotes_blanked(match: str) -> str:
    """The matched form with quoted titles blanked."""
    return _QUOTES.sub(lambda found: _BLANK * len(found.group()), match)


def read_kinds(text: str) -> list[Found[str]]:
    """The kinds that a masked text speaks of, in order, each once."""
    out: dict[str, Found[str]] = {}
    blanked = _PURPOSE.sub(lambda found: _BLANK * len(found.group()), text)
    for clause in _CLAUSE.finditer(blanked):
        for found in _clause_kinds(clause.group(), clause.start()):
            out.setdefault(found.value, found)
    return list(out.values())


def _clause_kinds(clause: str, offset: int) -> list[Found[str]]:
    grounds = _GROUNDS.match(clause)
    start = grounds.end() if grounds else 0
    cues = list(_cues(clause, start, load_book("kinds")))
    cues = _settled(cues, clause)
    if not cues:
        cues = list(_cues(clause, start, load_book("kinds_weak")))[:1]
    return [Found(f.value, f.start + offset, f.end + offset, f.rule, f.confidence) for f in cues]


def _cues(clause: str, start: int, book: tuple[Rule, ...]) -> Iterator[Found[str]]:
    """Cues in order of place; where two begin inside one another, the rule that stands first in the book wins."""
    taken: list[Found[str]] = []
    for rule in book:
        for found in rule.pattern.finditer(clause, start):
            if not any(found.start() < other.end and other.start < found.end() for other in taken):
                taken.append(Found(rule.gives, found.start(), found.end(), rule.id, 0.9))
    yield from sorted(taken, key=lambda found: found.start)


def _settled(cues: list[Found[str]], clause: str) -> list[Found[str]]:
    """The exceptions to the order of mention."""
    if not cues:
        return cues
    cues = _medium_makes_form(cues, clause)
    cues = _column_before_airing(cues)
    cues = _column_before_airing(_form_before_directing(cues, clause))
    return _others_work_dropped(_staff_tasks_dropped(cues))


def _medium_makes_form(cues: list[Found[str]], clause: str) -> list[Found[str]]:
    """Disseminating on a named medium is publishing, on the air it is broadcasting, unless a verb of that follows."""
    values = [cue.value for cue in cues]
    for code, pattern in (("broadcast", _AIR), ("publish", _MEDIUM)):
        found = pattern.search(clause)
        if not found or (code == "broadcast" and "column" in values):
            continue
        if code == "publish" and ("publish" in values or "column" in values):
            continue
        before = [cue for cue in cues if cue.start < found.start()]
        if before and before[-1].value in ("disseminate", "publish"):
            form = Found(code, before[-1].start, found.end(), f"kind.medium-{code}", 0.8)
            if before[-1].value == "publish" and "đăng" in clause[before[-1].start : before[-1].end]:
                continue
            return [form if cue is before[-1] else cue for cue in cues if cue is before[-1] or cue.value != code]
        if not before and cues and cues[0].value == code and code == "broadcast":
            return cues
    return cues


def _column_before_airing(cues: list[Found[str]]) -> list[Found[str]]:
    """A column that is aired or printed: `column` stands before `broadcast` or `publish`."""
    values = [cue.value for cue in cues]
    if "column" in values and values[0] in ("broadcast", "publish") and values.index("column") <= 2:
        column = cues[values.index("column")]
        return [column, *(cue for cue in cues if cue is not column)]
    return cues


def _form_before_directing(cues: list[Found[str]], clause: str) -> list[Found[str]]:
    """*Chỉ đạo* and a named form: the form first."""
    if cues[0].value != "direct" or "chỉ đạo" not in clause[cues[0].start : cues[0].end]:
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
