"""The channels a text names as its means, and whose site a web site is (annotation guide, section 6).

The names of channels stand in `lexicon/channels.toml`, what decides about them in `lexicon/media.toml`.
"""

import re
from collections.abc import Iterator

from loa.reading.found import Found
from loa.reading.lexicon import load_book, rule, rules
from loa.reading.naming import Naming
from loa.reading.passage import match_form

__all__ = ["medium_of", "read_channels"]

_ITEMISED = ("radio-tv", "newspaper")
_HIGH = ("province", "ministry")
"""Issuers whose own site is a portal (*Cổng*), never a page."""
_NEAR = 140
"""How far back the words stand that tell whether something is done at a desk."""
_SENTENCE_ENDS = (". ", "; ")


def read_channels(text: str, masked_text: str, naming: Naming, *, issuer_sort: str) -> list[Found[str]]:
    """Channels in order of mention, each once.

    `text` is as printed (for capitals), `masked_text` its matched form with the names of bodies blanked that are
    no media; both have the same length. `issuer_sort` is the issuer's tier code: below the province an unowned
    *Trang thông tin điện tử* is the issuer's own.
    """
    out: dict[str, Found[str]] = {}
    for channel in (*_by_the_book(masked_text, naming, issuer_sort), *_named_papers(text)):
        known = out.get(channel.value)
        if known is None or channel.start < known.start:
            out[channel.value] = channel
    for channel in _centre(masked_text):
        out.setdefault(channel.value, channel)
    return _not_itemised(sorted(out.values(), key=lambda channel: channel.start), masked_text)


def _by_the_book(text: str, naming: Naming, issuer_sort: str) -> Iterator[Found[str]]:
    """The channels that rules name; words that one rule has taken are out of reach of the next."""
    taken: list[tuple[int, int]] = []
    for known in load_book("channels"):
        for found in known.pattern.finditer(text):
            if any(found.start() < end and start < found.end() for start, end in taken):
                continue
            taken.append(found.span())
            code = _settled(known.gives, text, found, naming, issuer_sort)
            if code:
                yield Found(code, found.start(), found.end(), known.id, 0.9)


def _centre(text: str) -> Iterator[Found[str]]:
    known = rule("media", "channel.centre")
    found = known.pattern.search(text)
    if found and _says("centre.named", text):
        yield Found(known.gives, found.start(), found.end(), known.id, 0.8)


def _named_papers(text: str) -> Iterator[Found[str]]:
    """Newspapers under their own names, which begin with capitals."""
    known = rule("media", "channel.named-paper")
    for found in known.pattern.finditer(match_form(text)):
        if text[found.start()].isupper() and text[found.end()].isupper():
            yield Found(known.gives, found.start(), found.end(), known.id, 0.9)


def _settled(code: str, text: str, found: re.Match[str], naming: Naming, issuer_sort: str) -> str | None:
    if code == "site":
        return _site(text, found, naming, issuer_sort)
    if code == "desk":
        before = text[max(0, found.start() - _NEAR) : found.start()]
        return "one-stop-desk" if _says("desk.placed", before) and not _says("desk.theme", before) else None
    return code


def _site(text: str, found: re.Match[str], naming: Naming, issuer_sort: str) -> str:
    """`portal` for the issuer's own site, `agency-site` for that of anyone else."""
    named = rule("media", "site.owner").pattern.match(text, found.end())
    is_own = _is_issuer(named.group("owner").strip() if named else "", naming)
    if is_own is None:
        is_own = _is_issuers_by_name(found.group(), issuer_sort)
    return "portal" if is_own else "agency-site"


def _is_issuer(owner: str, naming: Naming) -> bool | None:
    """Whether the words after a site name the issuer; None when they name no owner."""
    if _says("site.of-each", owner):
        return False
    tier = rule("media", "site.of-tier").pattern.match(owner)
    if tier:
        return naming.tier_word is None or tier.group("tier") == naming.tier_word
    if naming.place and owner.startswith(naming.place.lower()):
        return True
    if _says("site.of-body", owner):
        return naming.headword is not None and owner.split(" ", 1)[0] == naming.headword
    return None


def _is_issuers_by_name(site: str, issuer_sort: str) -> bool:
    """Whether a site without an owner is the issuer's, by what it is called."""
    if _says("site.several", site) and _says("site.website", site):
        return False
    return not (_says("site.page", site) and issuer_sort in _HIGH)


def _says(id: str, text: str) -> bool:
    return rule("media", id).pattern.search(text) is not None


def _not_itemised(channels: list[Found[str]], text: str) -> list[Found[str]]:
    """The media named collectively are no channel of their own where the same sentence itemises them."""
    collective = next((channel for channel in channels if channel.value == "mass-media"), None)
    if collective is None:
        return channels
    start = max(text.rfind(mark, 0, collective.start) for mark in _SENTENCE_ENDS) + 1
    ends = (text.find(mark, collective.end) for mark in _SENTENCE_ENDS)
    end = min((i for i in ends if i >= 0), default=len(text))
    itemised = any(channel.value in _ITEMISED and start <= channel.start < end for channel in channels)
    return [channel for channel in channels if channel is not collective] if itemised else channels


def medium_of(name: str) -> list[str]:
    """The media that a broadcaster or newspaper has of its own; nothing for any other body."""
    matched = match_form(name)
    out = [known.gives for known in rules("media", "own.") if known.pattern.search(matched)]
    return out[:1] if out[:1] == ["loudspeaker"] else out
