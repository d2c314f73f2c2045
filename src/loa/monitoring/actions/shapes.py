"""Loading the shapes of territories. They are kept among the files: nothing else refers to them."""

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from loa.monitoring.queries.map_shapes import place_of_shapes
from loa.monitoring.shapes import Drawing, drawing_of, stored
from loa.organizations.models import Agency

__all__ = ["load_shapes"]


def load_shapes(top: Agency, content: bytes, *, source: str, licence: str) -> Drawing:
    """Keeps the shapes of a GeoJSON file as those under an agency, in place of former ones. Raises WrongShapes."""
    drawing = drawing_of(content, source=source, licence=licence)
    place = place_of_shapes(top)
    if default_storage.exists(place):
        default_storage.delete(place)
    default_storage.save(place, ContentFile(stored(drawing)))
    return drawing
