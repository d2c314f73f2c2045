"""The two kinds of tables that are imported, each with its columns, its verb, its example and what is done with it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from loa.organizations.actions.importing_agencies import import_agencies, preview_agencies
from loa.organizations.actions.importing_cells import AGENCY_HEADS, AGENCY_REQUIRED, PERSON_HEADS, PERSON_REQUIRED
from loa.organizations.actions.importing_people import import_people, preview_people
from loa.organizations.actions.importing_preview import Preview
from loa.organizations.actions.importing_sheets import Heads, Sheet, read_sheet
from loa.organizations.enums import AgencyKind, Role, Tier
from loa.organizations.forms.imports import PeopleUploadForm, UploadForm
from loa.ui.export import Column

__all__ = ["AGENCIES", "PEOPLE", "Kind", "kind_of"]

Example = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of table. `name` is that of its addresses and files."""

    name: str
    title: str | Promise
    verb: str
    heads: Heads
    required: Sequence[str]
    hints: Mapping[str, str | Promise]
    example: Example
    form: type[UploadForm]
    preview: Callable[..., Preview]
    do: Callable[..., Preview]
    shown_at: str
    file_name: str

    def read(self, data: bytes) -> Sheet:
        """The table in a file. Raises Unreadable."""
        return read_sheet(data, self.heads, self.required)

    def label(self, column: str) -> str:
        """A column as people and programs call it."""
        return f"{self.heads[column][0]} ({column})" if column else ""

    def columns(self) -> Iterator[tuple[str, str, str, bool]]:
        """The columns of the template: heading, name, what to write, whether it must be there."""
        for column, hint in self.hints.items():
            words = ", ".join(map(str, _WORDS[column].labels)) if column in _WORDS else ""
            yield self.heads[column][0], column, f"{hint} {words}".strip(), column in self.required

    def template(self) -> list[Column[Example]]:
        """The columns of the file to fill in."""
        return [Column(self.heads[column][0], _cell(column), 24) for column in self.hints]


def _cell(column: str) -> Callable[[Example], Any]:
    return lambda row: row.get(column, "")


_ONE_OF = gettext_lazy("One of:")
_WORDS: Mapping[str, type[TextChoices]] = {"tier": Tier, "kind": AgencyKind, "role": Role}
_KEY_OF = gettext_lazy("The key of an agency in Loa or in this table.")

AGENCIES = Kind(
    name="agencies",
    title=gettext_lazy("Import agencies"),
    verb="agencies.change",
    heads=AGENCY_HEADS,
    required=AGENCY_REQUIRED,
    hints={
        "key": gettext_lazy("Your own key. The same key is the same agency at the next import."),
        "name": gettext_lazy("The full name, with the province or commune."),
        "short_name": gettext_lazy("The name as it is used within the province."),
        "abbreviation": gettext_lazy("As in the numbers of documents."),
        "code": gettext_lazy("Of the administrative unit, for a People's Committee."),
        "place": gettext_lazy("The name of the province or commune alone."),
        "tier": _ONE_OF,
        "kind": _ONE_OF,
        "line_parent": _KEY_OF,
        "reporting_recipient": _KEY_OF,
        "guidance": _KEY_OF,
        "valid_from": gettext_lazy("Empty: a new agency has been there for long; a known one is corrected."),
        "valid_to": gettext_lazy("Empty: until further notice."),
        "predecessor_keys": gettext_lazy("Keys, parted by semicolons; a first day is needed with them."),
    },
    example={
        "key": "SNV-LS",
        "name": "Sở Nội vụ tỉnh Lạng Sơn",
        "short_name": "Sở Nội vụ",
        "abbreviation": "SNV",
        "place": "Lạng Sơn",
        "tier": "Tỉnh",
        "kind": "Sở",
        "line_parent": "p-20/pc",
        "reporting_recipient": "p-20/pc",
        "valid_from": "01/03/2025",
    },
    form=UploadForm,
    preview=preview_agencies,
    do=import_agencies,
    shown_at="organizations:list",
    file_name="mau-co-quan",
)

PEOPLE = Kind(
    name="people",
    title=gettext_lazy("Import people"),
    verb="people.change",
    heads=PERSON_HEADS,
    required=PERSON_REQUIRED,
    hints={
        "email": gettext_lazy("By it somebody is known and signs in."),
        "full_name": gettext_lazy("Family name first."),
        "title": gettext_lazy("As on a door: Deputy Director, Specialist."),
        "agency_key": gettext_lazy("The key of the agency, or its full name."),
        "role": _ONE_OF,
        "valid_from": gettext_lazy("Empty: from today."),
        "valid_to": gettext_lazy("Empty: until further notice."),
    },
    example={
        "email": "an.nong@demo.loa.example",
        "full_name": "Nông Nắng Sớm",
        "title": "Chuyên viên",
        "agency_key": "SNV-LS",
        "role": "Cán bộ thực hiện",
    },
    form=PeopleUploadForm,
    preview=preview_people,
    do=import_people,
    shown_at="organizations:people",
    file_name="mau-can-bo",
)

_KINDS = {kind.name: kind for kind in (AGENCIES, PEOPLE)}


def kind_of(name: str) -> Kind:
    """The kind of that name. Raises Http404."""
    if name not in _KINDS:
        raise Http404(_("There is no such table."))
    return _KINDS[name]
