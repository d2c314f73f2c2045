"""Text as it is searched: without marks, `đ` as `d`, in lower case."""

import unicodedata

__all__ = ["folded"]

# The databases hold no NUL, so that nothing is found by one.
_D = str.maketrans({"đ": "d", "Đ": "d", "ð": "d", "Ð": "d", "\0": " "})


def folded(text: str) -> str:
    """The text without marks and case, blanks joined: what `cai cach` and `cải cách` have in common."""
    bare = "".join(mark for mark in unicodedata.normalize("NFD", text.translate(_D)) if not unicodedata.combining(mark))
    return " ".join(bare.lower().split())
