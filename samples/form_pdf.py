"""Writes the parts of a sample plan as PDF by Typst, and prints and scans that PDF again."""

import io
import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import pypdfium2  # type: ignore[import-untyped]
import typst
from PIL import Image, ImageChops, ImageFilter
from samples.parts import Grid, Paragraph, Part

__all__ = ["FontMissing", "write_pdf", "write_scan"]

_FONTS = Path("/usr/share/fonts/truetype/liberation2")
_DPI = 200
_STEADY = datetime(2026, 1, 1, tzinfo=UTC)


class FontMissing(Exception):
    """Liberation Serif 2, which has all Vietnamese letters, is not installed (Debian: fonts-liberation2)."""


def write_pdf(parts: tuple[Part, ...], out: Path) -> None:
    """Write the parts to `out` in the layout of decree 30/2020, on A4. Raises FontMissing.

    The fonts of the system are left aside: with version 1 of Liberation beside version 2, letters would be missing.
    """
    if not _FONTS.is_dir():
        raise FontMissing("Liberation Serif 2 is not installed; on Debian: apt-get install fonts-liberation2")
    data = json.dumps([asdict(part) | {"blocks": [_block(block) for block in part.blocks]} for part in parts])
    template = Path(__file__).with_name("forms.typ")
    made: Any = typst.compile(
        str(template),
        font_paths=[str(_FONTS)],
        ignore_system_fonts=True,
        sys_inputs={"parts": data},
        timestamp=_STEADY,
    )
    out.write_bytes(made)


def _block(block: Paragraph | Grid) -> dict[str, object]:
    """The fields and the facts derived from them that the template needs."""
    if isinstance(block, Grid):
        return asdict(block) | {"widths": block.widths}
    return asdict(block) | {"heading": block.heading, "centred": block.centred}


def write_scan(pdf: Path, out: Path, *, seed: int = 7) -> None:
    """Write `out`, a PDF of black-and-white images of the pages of `pdf`: a little skewed, a little dirty.

    The same seed gives the same dirt.
    """
    random = Random(seed)  # noqa: S311 - dirt, not secrets
    document = pypdfium2.PdfDocument(pdf)
    pages = [_scanned(page.render(scale=_DPI / 72, grayscale=True).to_pil(), random) for page in document]
    document.close()
    whole = io.BytesIO()
    pages[0].save(
        whole, "PDF", resolution=_DPI, save_all=True, append_images=pages[1:], creationDate=None, modDate=None
    )
    out.write_bytes(whole.getvalue())


def _scanned(page: Image.Image, random: Random) -> Image.Image:
    """A page as a scanner sees it: turned by up to half a degree, ink and paper uneven, then two colours only."""
    turned = page.convert("L").rotate(random.uniform(-0.5, 0.5), Image.Resampling.BICUBIC, fillcolor=255)
    noise = Image.frombytes("L", turned.size, random.randbytes(turned.width * turned.height))
    uneven = ImageChops.subtract(turned.filter(ImageFilter.GaussianBlur(0.6)), noise.point(lambda grey: grey // 4))
    specks = noise.filter(ImageFilter.BoxBlur(1)).point(lambda grey: 255 if grey > 36 else 0)
    return ImageChops.darker(uneven, specks).point(lambda grey: 255 if grey > 118 else 0).convert("1")
