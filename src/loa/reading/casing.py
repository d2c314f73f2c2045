"""Names that are printed in capitals, in the letters a sentence would give them."""

from functools import cache

from loa.reading.lexicon import Rule, load_book, load_table
from loa.reading.passage import fold, match_form

__all__ = ["body_case", "body_rules", "is_field", "office_case"]

_JOINTS = (", ", " - ", " và ", " & ")
_AS_PRINTED_IN_SENTENCES = {
    "việt nam": "Việt Nam",
    "tổ quốc": "Tổ quốc",
    "trung ương": "Trung ương",
    "chính phủ": "Chính phủ",
    "Ban quản lý": "Ban Quản lý",
    "Ban chỉ đạo": "Ban Chỉ đạo",
    " Các ": " các ",
}


@cache
def body_rules() -> tuple[Rule, ...]:
    """The rules for the words a body's name begins with, the most exact first."""
    return tuple(rule for rule in load_book("issuers") if rule.id.startswith("body."))


@cache
def _heads() -> dict[str, str]:
    return {fold(head): head for head in load_table("issuers")["heads"]}


@cache
def _fields() -> dict[str, str]:
    """The fields of bodies that the agency rules know, to restore marks that a field lost."""
    return {fold(name): name for name in load_table("agency_names")["compounds"]}


def is_field(text: str) -> bool:
    """Whether the words are a field that bodies are named after (*VĂN HÓA VÀ THÔNG TIN*), whatever their marks."""
    return fold(text) in _fields()


def body_case(name: str) -> str:
    """The name of a body with a capital for its kind, its field and each part of it: `SỞ Y TẾ` gives `Sở Y tế`.

    A name that is not in capitals stays as it is, but for marks lost in words that are known.
    """
    end = next((found.end() for rule in body_rules() if (found := rule.pattern.match(match_form(name)))), 0)
    head, rest = name[:end], name[end:].strip()
    head = _heads().get(fold(head), _capital(head.lower() if name.isupper() else head))
    field = _fields().get(fold(rest))
    if field is None and not name.isupper():
        return f"{head} {rest}".strip()
    out = f"{head} {_capital(field or rest.lower())}".strip()
    for joint in _JOINTS:
        out = joint.join(_capital(part) for part in out.split(joint))
    for words, printed in _AS_PRINTED_IN_SENTENCES.items():
        out = out.replace(words, printed)
    return out


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


@cache
def _offices() -> dict[str, str]:
    return {fold(office): office for office in load_table("offices")["offices"]}


def office_case(printed: str) -> str:
    """An office in sentence case and with all its marks: `PHÓ CHU TỊCH` gives `Phó Chủ tịch`."""
    known = _offices().get(fold(" ".join(printed.split())))
    if known:
        return known
    out: list[str] = []
    for word in printed.lower().split():
        large = not out or out[-1].lower() in ("phó", "chánh", "quyền", "q.")
        out.append(_capital(word) if large else word)
    return " ".join(out)
