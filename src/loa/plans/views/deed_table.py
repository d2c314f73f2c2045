"""The deeds that have a page of their own kind: one form, one action."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from django import forms
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from loa.organizations.models import Agency, Person
from loa.plans.actions.consulting import consult, end_consultation
from loa.plans.actions.ending import close, withdraw
from loa.plans.actions.issuing import issue, put_in_force, record_issued
from loa.plans.actions.signing import return_to_draft, sign, submit
from loa.plans.actions.writing import discard, name_superior
from loa.plans.forms.deeds import (
    ConsultForm,
    Empty,
    InForceForm,
    IssueForm,
    LastDayForm,
    RecordForm,
    ReturnForm,
    SignForm,
    SuperiorForm,
    WithdrawForm,
)
from loa.plans.models import Plan
from loa.plans.queries.numbers import next_number, usual_symbol
from loa.plans.queries.people import head_of, title_of

__all__ = ["DEEDS", "DeedPage"]

_COLLECTIVE = "Ủy ban nhân dân"

Perform = Callable[[Plan, Any, Person, date], object]
Begin = Callable[[Plan, Person, date], Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class DeedPage:
    """How a deed is asked for and done.

    `label` stands on its button, `title` over its page, `text` says what will happen, `done` is told afterwards;
    `begin` gives what the form holds at first.
    """

    label: str | Promise
    title: str | Promise
    text: str | Promise
    done: str | Promise
    form: type[forms.Form]
    perform: Perform
    begin: Begin = lambda _plan, _person, _on: {}
    kind: Literal["primary", "danger"] = "primary"


def _sign(plan: Plan, form: SignForm, by: Person, on: date) -> Plan:
    revision = form.cleaned_data["revision"]
    return sign(plan, form.signature(), at=timezone.now(), by=by, on=on, revision=revision)


def _record(plan: Plan, form: RecordForm, by: Person, on: date) -> Plan:
    return record_issued(plan, form.data_of_issue(), form.signature(), by=by, on=on)


def _signer(plan: Plan, by: Person, on: date) -> dict[str, object]:
    capacity = title_of(by, plan.issuer, on)
    authority, _blank, behalf = plan.signer_authority.partition(" ")
    if head := head_of(capacity):
        authority, behalf = "KT.", head.upper()
    elif authority == "TM." and not behalf and plan.issuer.name.startswith(_COLLECTIVE):
        behalf = _COLLECTIVE.upper()
    return {
        "name": by.full_name, "capacity": capacity, "authority": authority, "on_behalf_of": behalf,
        "revision": plan.revision,
    }  # fmt: skip


def _numbered(plan: Plan, _by: Person, on: date) -> dict[str, object]:
    number = next_number(plan.issuer, usual_symbol(plan.issuer, on), on.year)
    return {"number": number, "issued_on": on, "issue_place": plan.issue_place or _place(plan.issuer, on)}


def _place(issuer: Agency, on: date) -> str:
    designation = issuer.designation(on)
    return designation.place if designation else ""


def _as_printed(plan: Plan, _by: Person, _on: date) -> dict[str, object]:
    return {
        "number": plan.number, "issued_on": plan.issued_on, "issue_place": plan.issue_place,
        "authority": plan.signer_authority, "capacity": plan.signer_capacity, "name": plan.signer_name,
    }  # fmt: skip


def _end_of_period(plan: Plan, _by: Person, on: date) -> dict[str, object]:
    return {"last_day": min(plan.period_to, on)}


DEEDS: Mapping[str, DeedPage] = {
    "submit": DeedPage(
        _("Submit for signature"),
        _("Submit the plan for signature"),
        _("The leader is told. Until the plan is signed or returned, nobody can change it."),
        _("The plan was submitted for signature."),
        Empty,
        lambda plan, _form, by, on: submit(plan, by=by, on=on),
    ),
    "return": DeedPage(
        _("Return for changes"),
        _("Return the plan for changes"),
        _("The plan becomes a draft again and the coordinators are told why. A signature given falls away."),
        _("The plan was returned."),
        ReturnForm,
        lambda plan, form, by, on: return_to_draft(plan, reason=form.cleaned_data["reason"], by=by, on=on),
        kind="danger",
    ),
    "sign": DeedPage(
        _("Sign"),
        _("Sign the plan"),
        _("Check how your signature will stand in the document. The records clerk is told."),
        _("The plan is signed."),
        SignForm,
        _sign,
        _signer,
    ),
    "issue": DeedPage(
        _("Give number and day, issue"),
        _("Issue the plan"),
        _("After this the content can never be changed, only amended by another plan. The agencies it binds are told."),
        _("The plan is issued."),
        IssueForm,
        lambda plan, form, by, on: issue(plan, form.data_of_issue(), by=by, on=on),
        _numbered,
    ),
    "record": DeedPage(
        _("Record as issued"),
        _("Record a plan that was issued already"),
        _("The document came signed and numbered. Compare number, day and signer with it; nothing is signed in Loa. "
          "After this the content can never be changed, only amended by another plan."),
        _("The plan is recorded as issued."),
        RecordForm,
        _record,
        _as_printed,
    ),
    "put-in-force": DeedPage(
        _("Put in force"),
        _("Put the plan in force"),
        _("From that day the obligations bind; the calendars of all agencies concerned are made from them."),
        _("The plan is in force."),
        InForceForm,
        lambda plan, form, by, on: put_in_force(
            plan, effective_from=form.cleaned_data["effective_from"], by=by, on=on
        ),
        lambda plan, _by, on: {"effective_from": plan.effective_from or plan.issued_on or on},
    ),
    "consult": DeedPage(
        _("Ask agencies for their opinion"),
        _("Ask agencies for their opinion"),
        _("The agencies see the draft and can agree or say what should be otherwise."),
        _("The agencies are asked."),
        ConsultForm,
        lambda plan, form, by, on: consult(
            plan, form.chosen(), answer_by=form.cleaned_data["answer_by"], by=by, on=on
        ),
    ),
    "end-consultation": DeedPage(
        _("End the consultation"),
        _("End the consultation"),
        _("The plan becomes a draft again; agencies can no longer answer. Their answers stay."),
        _("The consultation is over."),
        Empty,
        lambda plan, _form, by, on: end_consultation(plan, by=by, on=on),
    ),
    "close": DeedPage(
        _("Close the plan"),
        _("Close the plan"),
        _("The work of the plan is done: nothing of it is owed after its last day. This cannot be undone."),
        _("The plan is closed."),
        LastDayForm,
        lambda plan, form, by, on: close(plan, last_day=form.cleaned_data["last_day"], by=by, on=on),
        _end_of_period,
        kind="danger",
    ),
    "withdraw": DeedPage(
        _("Withdraw the plan"),
        _("Withdraw the plan"),
        _("The plan is taken back: nothing of it is owed after its last day. This cannot be undone."),
        _("The plan is withdrawn."),
        WithdrawForm,
        lambda plan, form, by, on: withdraw(
            plan, reason=form.cleaned_data["reason"], last_day=form.cleaned_data["last_day"], by=by, on=on
        ),
        lambda _plan, _by, on: {"last_day": on},
        kind="danger",
    ),
    "superior": DeedPage(
        _("Name the superior plan"),
        _("Name the superior plan"),
        _("Superior plans often come later; naming one does not change the content of this plan."),
        _("The superior plan is named."),
        SuperiorForm,
        lambda plan, form, by, on: name_superior(plan, form.cleaned_data["superior"], by=by, on=on),
        lambda plan, _by, _on: {"superior": plan.superior_id},
    ),
    "discard": DeedPage(
        _("Discard the draft"),
        _("Discard the draft"),
        _("The draft, its obligations and its document are deleted for good. The audit trail keeps that it was there."),
        _("The draft was discarded."),
        Empty,
        lambda plan, _form, by, on: discard(plan, by=by, on=on),
        kind="danger",
    ),
}  # fmt: skip
"""By the names of `loa.plans.policy.DEEDS`; `edit` and `amend` have pages of another kind."""
