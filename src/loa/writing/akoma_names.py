"""Names of Akoma Ntoso: IRIs of documents and bodies, element ids (AKN Naming Convention 1.0), and clean text."""

import re
from datetime import date

from loa.reading.model import Citation, Document
from loa.reading.passage import fold

__all__ = ["EIds", "clean_text", "container_of", "first_day", "number_in_id", "slug", "work_iri"]

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NOT_IN_SLUG = re.compile(r"[^a-z0-9]+")
_NORMATIVE = (
    "luat",
    "bo-luat",
    "phap-lenh",
    "nghi-quyet",
    "nghi-dinh",
    "quyet-dinh",
    "thong-tu",
    "chi-thi",
    "hien-phap",
)
_UNKNOWN_DATE = "0001-01-01"
"""FRBRdate must be a date; this one is named `unknown` beside it."""

_CONTAINERS = (
    (re.compile(r"(?:phần|chương)\b.*", re.IGNORECASE), "part", "part"),
    (re.compile(r"[IVXLC]+"), "section", "sec"),
    (re.compile(r"[A-ZĐ]"), "part", "part"),
    (re.compile(r"\d+"), "paragraph", "para"),
    (re.compile(r"\d+(?:\.\d+)+"), "subparagraph", "subpara"),
    (re.compile(r"[a-zđ]"), "point", "point"),
    (re.compile(r"-"), "indent", "indent"),
)


def clean_text(text: str) -> str:
    """The text without the characters XML 1.0 cannot hold."""
    return _NOT_IN_XML.sub("\ufffd", text)


def slug(text: str) -> str:
    """`Ủy ban nhân dân tỉnh` → `uy-ban-nhan-dan-tinh`; never empty."""
    return _NOT_IN_SLUG.sub("-", fold(clean_text(text))).strip("-")[:120].strip("-") or "khong-ro"


def work_iri(document: Document | Citation, *, fallback: str = "") -> str:
    """`/akn/vn/doc/ke-hoach/uy-ban-nhan-dan-tinh/2026-01-05/07-kh-ubnd`; parts that are not known read `khong-ro`."""
    kind = slug((document.type if isinstance(document, Document) else document.kind) or "van-ban")
    family = "act" if kind in _NORMATIVE else "doc"
    parts = (kind, slug(document.issuer or ""), _date_in_iri(document.date), slug(document.number or fallback))
    return f"/akn/vn/{family}/" + "/".join(parts)


def first_day(printed: str | None, year: int | None = None) -> tuple[str, str]:
    """A date FRBRdate can hold and how sure it is: `exact`, `approximate` (its month or year only) or `unknown`."""
    for text, told in ((printed or "", "exact"), (f"{printed}-01", "approximate"), (f"{printed}-01-01", "approximate")):
        if _is_date(text):
            return text, told
    if year and 1 <= year <= 9999:
        return f"{year:04d}-01-01", "approximate"
    return _UNKNOWN_DATE, "unknown"


def container_of(label: str) -> tuple[str, str]:
    """The hierarchical element for an item with this label, and what its id begins with; any other bullet is
    an `hcontainer`."""
    for pattern, element, short in _CONTAINERS:
        if pattern.fullmatch(label.strip()):
            return element, short
    return "hcontainer", "bullet"


def number_in_id(label: str) -> str:
    """The label as it stands in an id: without its marks, dots as hyphens; empty for bullets."""
    return re.sub(r"[\W_]+", "-", clean_text(label).strip()).strip("-")


class EIds:
    """Gives out element ids, each once."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._counts: dict[str, int] = {}

    def new(self, parent: str, short: str, number: str = "") -> str:
        """`sec_I__para_2`; without a number elements are counted; a number used again gets `-2`, `-3`."""
        stem = f"{parent}__{short}" if parent else short
        base = f"{stem}_{number}" if number else f"{stem}_{self._next(stem)}"
        name = base
        while name in self._taken:
            name = f"{base}-{self._next(base, 2)}"
        self._taken.add(name)
        return name

    def _next(self, stem: str, first: int = 1) -> int:
        self._counts[stem] = self._counts.get(stem, first - 1) + 1
        return self._counts[stem]


def _date_in_iri(printed: str | None) -> str:
    return printed if printed and re.fullmatch(r"\d{4}(-\d\d){0,2}", printed) else "khong-ro"


def _is_date(text: str) -> bool:
    try:
        return bool(re.fullmatch(r"\d{4}-\d\d-\d\d", text) and date.fromisoformat(text))
    except ValueError:
        return False
