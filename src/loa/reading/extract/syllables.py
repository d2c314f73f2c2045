"""How Vietnamese a text looks: the measure by which candidate decodings of a file are compared.

Vietnamese writes each syllable as a word, and its syllables are few: an initial, a rhyme, a tone. A wrong decoding
gives letters, but hardly ever syllables.
"""

import re
import unicodedata
from collections import Counter
from functools import lru_cache

__all__ = ["is_syllable", "vietnamese_share"]

_INITIALS = "b|ch|d|đ|gi|h|kh|l|m|nh|n|ph|p|qu|r|s|th|tr|t|v|x|(?:ngh|gh|k)(?=[ieêy])|(?:c|ng|g)(?=[aăâoôơuư])"
_RHYMES = (
    "a|ac|ach|ai|am|an|ang|anh|ao|ap|at|au|ay|ăc|ăm|ăn|ăng|ăp|ăt|âc|âm|ân|âng|âp|ât|âu|ây|e|ec|em|en|eng|eo|ep|et|ê|"
    "êch|êm|ên|ênh|êp|êt|êu|i|ia|ich|iêc|iêm|iên|iêng|iêp|iêt|iêu|im|in|inh|ip|it|iu|o|oa|oac|oach|oai|oam|oan|oang|"
    "oanh|oao|oap|oat|oay|oăc|oăm|oăn|oăng|oăt|oc|oe|oen|oeo|oet|oi|om|on|ong|ooc|oong|op|ot|ô|ôc|ôi|ôm|ôn|ông|ôp|ôt|"
    "ơ|ơi|ơm|ơn|ơp|ơt|u|ua|uân|uâng|uât|uây|uc|uê|uêch|uênh|ui|um|un|ung|uôc|uôi|uôm|uôn|uông|uôt|uơ|up|ut|uy|uya|"
    "uych|uyên|uyêt|uyn|uynh|uyp|uyt|uyu|ư|ưa|ưc|ưi|ưm|ưn|ưng|ươc|ươi|ươm|ươn|ương|ươp|ươt|ươu|ưt|ưu|y|yêm|yên|yêng|"
    "yêt|yêu|êng"
)
_BASE = re.compile(f"(?:{_INITIALS})?(?:{_RHYMES})|gin?")
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_STOPPED = ("c", "ch", "p", "t")
_WORD = re.compile(r"[^\s\d!-/:-@\[-`{-~“”‘’–—…]+")


@lru_cache(maxsize=20_000)
def is_syllable(word: str) -> bool:
    """Whether a word with at most one tone mark is a possible Vietnamese syllable.

    After a final c, ch, p, t only the tones sắc and nặng are spoken, which few wrong decodings respect.
    """
    parts = unicodedata.normalize("NFD", word.lower())
    tones = [mark for mark in parts if mark in _TONES]
    base = unicodedata.normalize("NFC", "".join(mark for mark in parts if mark not in _TONES))
    if len(tones) > 1 or not _BASE.fullmatch(base):
        return False
    return not tones or not base.endswith(_STOPPED) or tones[0] in "\u0301\u0323"


def vietnamese_share(text: str) -> tuple[float, int]:
    """The share (-1 to 1) of words beyond ASCII that are syllables, less those that are not, and how many there are.

    Words of plain ASCII say nothing: they are the same in every encoding.
    """
    words = Counter(word for word in _WORD.findall(text) if not word.isascii())
    total = words.total()
    good = sum(count for word, count in words.items() if is_syllable(word))
    return ((2 * good - total) / total if total else 0.0), total
