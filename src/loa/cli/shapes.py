"""`loa map`: shapes of territories for the map of standing."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from loa.cli.language import in_words, system_language
from loa.cli.system import refuse_until_migrated, set_up
from loa.cli.voice import Failure, Voice
from loa.reading.errors import Message

if TYPE_CHECKING:
    from loa.organizations.models import Agency

__all__ = ["HELP", "map_command"]

HELP = in_words(
    "Nạp ranh giới các đơn vị (GeoJSON) để vẽ bản đồ thực hiện. Mỗi đối tượng cần thuộc tính code hoặc name.",
    "Load the outlines of territories (GeoJSON) for the map of standing. Each feature needs a `code` or a `name`.",
)
_WRONG = {
    "json": Message("không phải tệp GeoJSON gồm các đối tượng", "it is no GeoJSON file of features"),
    "nameless": Message("có đối tượng không có code hoặc name", "a feature has neither a code nor a name"),
    "no-polygon": Message("có đối tượng không phải vùng", "a feature is no polygon"),
    "degrees": Message("tọa độ không phải kinh độ, vĩ độ", "its coordinates are no longitudes and latitudes"),
    "empty": Message("không có ranh giới nào", "it holds no outline"),
    "large": Message("quá lớn", "it is too large"),
}


def map_command(
    file: Annotated[Path, typer.Argument(help=in_words("tệp GeoJSON", "the GeoJSON file"), metavar="FILE")],
    under: Annotated[
        str,
        typer.Option(
            "--under",
            help=in_words("cơ quan cấp trên, theo mã hoặc tên", "the superior agency, by its code or name"),
        ),
    ],
    source: Annotated[str, typer.Option("--source", help=in_words("nguồn dữ liệu", "where the shapes come from"))],
    licence: Annotated[
        str, typer.Option("--licence", help=in_words("giấy phép sử dụng", "the licence that allows their use"))
    ],
) -> None:
    """Keeps the shapes in place of those loaded before."""
    set_up()
    refuse_until_migrated()
    from loa.monitoring.actions.shapes import load_shapes
    from loa.monitoring.shapes import WrongShapes

    top = _superior(under)
    try:
        drawing = load_shapes(top, _content(file), source=source, licence=licence)
    except WrongShapes as error:
        why = _WRONG[error.code]
        raise Failure(f"Không nạp được {file}: {why.vi}.", f"{file} was not loaded: {why.en}.") from error
    count = len(drawing.shapes)
    Voice(system_language()).say(
        Message(f"Đã nạp {count} ranh giới cho {top.name}.", f"Loaded {count} shapes for {top.name}.")
    )


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise Failure(
            f"Không đọc được {file}. Kiểm tra đường dẫn.", f"{file} cannot be read. Check its path."
        ) from error


def _superior(named: str) -> "Agency":
    """The only agency with this code or name today."""
    from django.db.models import Q
    from django.utils import timezone

    from loa.organizations.models import Agency, Designation

    called = Designation.objects.on(timezone.localdate()).filter(Q(code=named) | Q(name=named))
    found = list(Agency.objects.filter(pk__in=called.values("agency"))[:2])
    if len(found) != 1:
        raise Failure(
            f"Không có đúng một cơ quan mang mã hoặc tên “{named}”.",
            f"There is not exactly one agency with the code or name “{named}”.",
        )
    return found[0]
