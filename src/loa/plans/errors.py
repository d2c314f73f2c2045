"""What can go wrong with a plan, each told in a sentence that says what to do."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from loa.plans.enums import State

__all__ = ["ChangedMeanwhile", "IllegalStep", "Incomplete", "NotEditable", "PlanError"]


class PlanError(ValidationError):
    """Something that cannot be done with a plan, and why."""


class IllegalStep(PlanError):
    """A step that the table of steps does not have."""

    def __init__(self, from_: State, to: State) -> None:
        super().__init__(
            _("A plan that is “%(from)s” cannot become “%(to)s”. Look at the plan again: its state may have changed.")
            % {"from": from_.label, "to": to.label},
            code="illegal-step",
        )


class Incomplete(PlanError):
    """A plan lacks what it must have before the step that was wanted."""

    def __init__(self, missing: Sequence[str]) -> None:
        super().__init__(
            [_("The plan is not complete yet. Put right what is listed, then try again."), *missing], code="incomplete"
        )


class NotEditable(PlanError):
    """Somebody wanted to write in a plan whose content is closed."""

    def __init__(self) -> None:
        super().__init__(
            _("The content of this plan can no longer be changed. Issue a plan that amends it."), code="not-editable"
        )


class ChangedMeanwhile(PlanError):
    """Somebody else saved since the page was opened."""

    def __init__(self) -> None:
        super().__init__(
            _("Somebody else changed this since you opened it. Your entries are kept below; compare and save again."),
            code="changed-meanwhile",
        )
