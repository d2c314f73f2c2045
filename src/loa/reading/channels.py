"""The channels a text names as its means, and whose site a web site is (annotation guide, section 6)."""

import re

from loa.reading.found import Found
from loa.reading.lexicon import load_book
from loa.reading.naming import Naming
from loa.reading.passage import CAPITAL

__all__ = ["medium_of", "read_channels"]

_PLACED = re.compile(r"(?<![^\W\d_])(?:tại|ở|đến|qua)\s[^.;]*$|trực\s$")
_THEME = re.compile(
    r"(?:việc (?:giải quyết|thực hiện)|hoạt động|kết quả (?:hoạt động|giải quyết))\s[^.;,]{0,40}(?:ở|của)\s(?:các\s+)?$"
)
_OWNER = re.compile(r"\s*(?:điện tử\s+)?(?:\([^)]{0,20}\)\s*)?(?:của |thuộc |do )?\s*([^.;,:()]{0,60})")
_SELF = (
    "cơ quan",
    "đơn vị",
    "các ",
    "ngành",
    "địa phương",
    "mình",
    "từng",
    "mỗi",
    "sở, ban",
    "huyện, ",
    "cấp huyện",
    "cấp xã",
)
_TIERS = "tỉnh|thành phố|huyện|quận|thị xã|xã(?! hội)|phường|thị trấn|đặc khu"
_ITEMISED = ("radio-tv", "newspaper")
_CENTRE = re.compile(r"(?<![^\W\d_])(?:tại|ở)\s+trung tâm(?=\s*(?:[,;.)]|$|và\s))")
"""`Trung tâm` alone, where the text has named the public service centre before."""
_NAMED_PAPER = re.compile(rf"(?<![^\W\d_])Báo (?={CAPITAL})")


def read_channels(text: str, masked_text: str, naming: Naming, *, issuer_sort: str) -> list[Found[str]]:
    """Channels in order of mention, each once.

    `text` is as printed (for capitals), `masked_text` its matched form with the names of bodies blanked that are
    no media; both have the same length. `issuer_sort` is the issuer's tier code: below the province an unowned
    *Trang thông tin điện tử* is the issuer's own.
    """
    out: dict[str, Found[str]] = {}
    taken: list[tuple[int, int]] = []
    for rule in load_book("channels"):
        for found in rule.pattern.finditer(masked_text):
            if any(found.start() < end and start < found.end() for start, end in taken):
                continue
            code = _settle(rule.gives, masked_text, found, naming, issuer_sort)
            taken.append(found.span())
            if code and (code not in out or out[code].start > found.start()):
                out[code] = Found(code, found.start(), found.end(), rule.id, 0.9)
    centre = _CENTRE.search(masked_text)
    if centre and "hành chính công" in masked_text and "one-stop-desk" not in out:
        out["one-stop-desk"] = Found("one-stop-desk", centre.start(), centre.end(), "channel.centre", 0.8)
    for found in _NAMED_PAPER.finditer(text):
        if "newspaper" not in out or out["newspaper"].start > found.start():
            out["newspaper"] = Found("newspaper", found.start(), found.end(), "channel.named-paper", 0.9)
    return _not_itemised(sorted(out.values(), key=lambda channel: channel.start), masked_text)


def _settle(code: str, text: str, found: re.Match[str], naming: Naming, issuer_sort: str) -> str | None:
    if code == "site":
        return _owner_of_site(text, found, naming, issuer_sort)
    if code == "desk":
        before = text[max(0, found.start() - 140) : found.start()]
        return "one-stop-desk" if _PLACED.search(before) and not _THEME.search(before) else None
    return code


def _owner_of_site(text: str, found: re.Match[str], naming: Naming, issuer_sort: str) -> str:
    """`portal` for the issuer's own site, `agency-site` for that of anyone else."""
    owner_match = _OWNER.match(text, found.end())
    owner = owner_match.group(1).strip() if owner_match else ""
    word = found.group()
    plural = word.startswith("các ")
    if any(owner.startswith(word) for word in _SELF):
        return "agency-site"
    tier = re.match(rf"(?:ubnd\s+|ủy ban nhân dân\s+)?(?P<tier>{_TIERS})", owner)
    if tier:
        return "portal" if tier.group("tier") == naming.tier_word or naming.tier_word is None else "agency-site"
    if naming.place and owner.startswith(naming.place.lower()):
        return "portal"
    if re.match(r"(?:sở|bộ|ban|cục|phòng|trường|trung tâm|báo)(?![^\W\d_])", owner) or owner.startswith("¤"):
        own = naming.headword is not None and owner.split(" ", 1)[0] == naming.headword
        return "portal" if own else "agency-site"
    if "website" in word and plural:
        return "agency-site"
    if "trang" in word and issuer_sort in ("province", "ministry"):
        return "agency-site"
    return "portal"


def _not_itemised(channels: list[Found[str]], text: str) -> list[Found[str]]:
    """The media named collectively are no channel of their own where the same sentence itemises them."""
    collective = next((channel for channel in channels if channel.value == "mass-media"), None)
    if collective is None:
        return channels
    start = max(text.rfind(". ", 0, collective.start), text.rfind("; ", 0, collective.start)) + 1
    end = min(
        (i for i in (text.find(". ", collective.end), text.find("; ", collective.end)) if i >= 0), default=len(text)
    )
    itemised = any(channel.value in _ITEMISED and start <= channel.start < end for channel in channels)
    return [channel for channel in channels if channel is not collective] if itemised else channels


def medium_of(name: str) -> list[str]:
    """The media that a broadcaster or newspaper has of its own; nothing for any other body."""
    lowered = name.lower()
    out: list[str] = []
    if lowered.startswith(("đài truyền thanh", "trạm truyền thanh")):
        return ["loudspeaker"]
    if re.match(r"(?:đài|cơ quan đài|báo và)\b.*(?:phát thanh|truyền hình|ptth|pt-th)", lowered) or lowered.startswith(
        "đài"
    ):
        out.append("radio-tv")
    if re.match(r"(?:báo|tạp chí)(?! cáo| chí)", lowered):
        out.append("newspaper")
    return out
