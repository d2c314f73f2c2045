"""Pictures made small, so that a page on a phone does not fetch a dozen photos as the camera made them."""

import io
from typing import IO

from PIL import Image, ImageOps, UnidentifiedImageError

__all__ = ["small_jpeg"]

_LONGEST = 480
"""Pixels of the longer side: twice what a page shows."""


def small_jpeg(picture: IO[bytes]) -> bytes | None:
    """The picture in small, turned as it was held; None where it cannot be made small."""
    try:
        with Image.open(picture) as image:
            image.draft("RGB", (_LONGEST, _LONGEST))
            turned = ImageOps.exif_transpose(image).convert("RGB")
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError):
        return None
    turned.thumbnail((_LONGEST, _LONGEST))
    data = io.BytesIO()
    turned.save(data, "JPEG", quality=80)
    return data.getvalue()
