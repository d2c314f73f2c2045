"""Official documents as files to take along."""

from django.http import Http404, HttpResponse
from django.utils.text import slugify

from loa.organizations.folding import folded
from loa.writing import official_docx, official_pdf
from loa.writing.official import Official

__all__ = ["official_file"]

_WRITERS = {
    "docx": (
        official_docx.dumps,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "pdf": (official_pdf.dumps, "application/pdf"),
}


def official_file(official: Official, kind: str, name: str) -> HttpResponse:
    """The document as `docx` or `pdf`, under a name made of these words. Raises Http404 for another kind."""
    if kind not in _WRITERS:
        raise Http404
    write, media_type = _WRITERS[kind]
    shown = f"{slugify(folded(name))[:100]}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{shown}"'}
    return HttpResponse(write(official), media_type, headers=headers)
