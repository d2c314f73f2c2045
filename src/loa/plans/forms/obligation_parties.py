"""The bodies of an obligation as boxes to tick, and a field to add more by name.

A box stands for a body by a token: `agency:7:Sở Nội vụ`, `group:all-communes:`, `outside::Hội Nhà báo` or
`name::Phòng Văn hóa`, where the last part is the name as the plan has it. The same boxes work with and without scripts.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from loa.organizations.models import Agency
from loa.organizations.queries.naming import Outcome, resolve
from loa.plans.enums import PartyRole
from loa.plans.queries.review_agencies import agencies_like, names_of
from loa.plans.queries.review_content import Body
from loa.plans.queries.review_words import body_words, label_of
from loa.plans.queries.wording import language
from loa.writing.wording import codes, label

__all__ = ["Box", "PartiesForm", "body_of", "boxes_of", "found_bodies", "ticked_of", "token_of"]


@dataclass(frozen=True, slots=True)
class Box:
    """A body to tick."""

    token: str
    label: str
    note: str
    checked: bool


def token_of(body: Body) -> str:
    """What stands for the body in a form."""
    if body.agency:
        return f"agency:{body.agency}:{body.name}"
    if body.group:
        return f"group:{body.group}:{body.name}"
    return f"{'outside' if body.outside else 'name'}::{body.name}"


def body_of(token: str, role: str) -> Body | None:
    """The body a token stands for; None for what is none."""
    kind, _colon, rest = token.replace("\0", " ").partition(":")  # no database holds NUL
    code, _colon, name = rest.partition(":")
    name = name.strip()[:300]
    if kind == "agency" and code.isascii() and code.isdigit() and len(code) < 10:
        return Body(role, name, agency=int(code))
    if kind == "group" and code in codes("group"):
        return Body(role, name, group=code)
    if kind in ("outside", "name") and name:
        return Body(role, name, outside=kind == "outside")
    return None


def boxes_of(bodies: Iterable[tuple[Body, bool]]) -> list[Box]:
    """The boxes of bodies, each with whether it is ticked; agencies that do not exist are left out. One query."""
    told = list(bodies)
    names = names_of({body.agency for body, _checked in told if body.agency})
    known = [(body, checked) for body, checked in told if not body.agency or body.agency in names]
    return [Box(token_of(body), body_words(body, names), _note(body, names), checked) for body, checked in known]


def _note(body: Body, names: Mapping[int, str]) -> str:
    if body.outside:
        return gettext("no agency in Loa")
    if not body.agency and not body.group:
        return gettext("not known yet which agency")
    if body.name and body.name != names.get(body.agency or 0):
        return gettext("in the plan: %(name)s") % {"name": body.name}
    return ""


def found_bodies(words: str, *, role: str, issuer: Agency, on: date) -> list[Body]:
    """Bodies that words typed by a person may mean: what a plan of the issuer means by them first."""
    words = " ".join(words.split())[:300]
    if not words:
        return []
    match = resolve(words, on, issuer)
    meant = [*([match.agency] if match.agency else []), *match.candidates]
    like = [row.agency for row in agencies_like(words, on)]
    agencies = {agency.pk: agency for agency in (*meant, *like)}
    return [Body(role, agency.name, agency=pk) for pk, agency in agencies.items()]


class PartiesForm(forms.Form):
    """Who leads, who coordinates, who is reported to and through whom."""

    prefix = "parties"

    def __init__(
        self, data: QueryDict | None = None, *, parties: Iterable[Body] = (), issuer: Agency, on: date
    ) -> None:
        super().__init__(data)
        self._issuer, self._on = issuer, on
        self._boxes: dict[str, list[tuple[Body, bool]]] = {}
        groups = [("", "–"), *((code, label("group", code, language())) for code in codes("group"))]
        for role in PartyRole.values:
            self._boxes[role] = ticked_of(data, role) if data is not None else [
                (body, True) for body in parties if body.role == role
            ]  # fmt: skip
            self.fields[f"{role}_new"] = forms.CharField(
                label=_("Add an agency by its name"), max_length=300, required=False
            )
            self.fields[f"{role}_group"] = forms.ChoiceField(label=_("Add a group"), choices=groups, required=False)

    def roles(self) -> Iterator[dict[str, Any]]:
        """For each role: its code, its words, its boxes and the fields to add to them."""
        for role in PartyRole.values:
            yield {
                "code": role,
                "label": label_of(role),
                "boxes": boxes_of(self._boxes[role]),
                "new": self[f"{role}_new"],
                "group": self[f"{role}_group"],
            }

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for role in PartyRole.values:
            if group := given.get(f"{role}_group"):
                self._tick(Body(role, group=group))
            if name := given.get(f"{role}_new"):
                self._add(role, name)
        self._refuse_unknown_agencies()
        return given

    def _add(self, role: str, name: str) -> None:
        """Ticks the agency meant by a name, or offers those it may be, and the name as it is."""
        match = resolve(name, self._on, self._issuer)
        if match.outcome is Outcome.FOUND and match.agency:
            self._tick(Body(role, match.agency.name, agency=match.agency.pk))
            return
        offered = [*found_bodies(name, role=role, issuer=self._issuer, on=self._on), Body(role, name, outside=True)]
        ticked = {body for body, checked in self._boxes[role] if checked}
        if ticked & {*offered}:
            return
        self._boxes[role] += [(body, False) for body in offered if body not in {one for one, _ in self._boxes[role]}]
        self.add_error(
            f"{role}_new", ValidationError(gettext("It is not clear which agency this is. Tick the one you mean."))
        )

    def _tick(self, body: Body) -> None:
        self._boxes[body.role] = [pair for pair in self._boxes[body.role] if pair[0] != body] + [(body, True)]

    def _refuse_unknown_agencies(self) -> None:
        wanted = {body.agency for body in self.bodies() if body.agency}
        if wanted - set(names_of(wanted)):
            self.add_error(None, ValidationError(gettext("One of the agencies is not there any more. Choose again.")))

    def bodies(self) -> tuple[Body, ...]:
        """The bodies ticked, role by role."""
        return tuple(body for role in PartyRole.values for body, checked in self._boxes[role] if checked)


def ticked_of(data: QueryDict, role: str) -> list[tuple[Body, bool]]:
    """The boxes of a role that came back, each with whether it is ticked."""
    ticked = data.getlist(f"parties-{role}")
    tokens = dict.fromkeys([*data.getlist(f"parties-{role}_known"), *ticked])
    found = ((body_of(token, role), token in ticked) for token in tokens)
    return [(body, checked) for body, checked in found if body]
