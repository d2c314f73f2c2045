"""The life of a plan drawn from the table of steps, for the documentation."""

from loa.organizations.policy import Kinship, matrix
from loa.plans.enums import ENDED, STEPS, State

__all__ = ["life_diagram", "step_rows"]


def life_diagram() -> str:
    """The steps as a Mermaid state diagram, each arrow with its verb."""
    arrows = [f"    {from_} --> {to}: {verb}" for from_, steps in STEPS.items() for to, verb in steps.items()]
    ends = [f"    {state} --> [*]" for state in State if state in ENDED]
    return "\n".join(["stateDiagram-v2", f"    [*] --> {State.DRAFT}", *arrows, *ends])


def step_rows() -> str:
    """The steps as rows of a Markdown table: from, to, verb, and the roles at the issuer that may."""
    return "\n".join(
        f"| {from_} | {to} | `{verb}` | {', '.join(sorted(matrix()[verb][Kinship.OWN]))} |"
        for from_, steps in STEPS.items()
        for to, verb in steps.items()
    )
