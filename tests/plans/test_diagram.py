"""The documentation shows the life of a plan as the table has it."""

from pathlib import Path

from loa.plans.diagram import life_diagram, step_rows
from loa.plans.enums import STEPS, State

PAGE = (Path(__file__).parents[2] / "docs/plans.md").read_text("utf-8")


def test_the_page_draws_the_table_of_steps() -> None:
    assert f"```mermaid\n{life_diagram()}\n```" in PAGE
    assert step_rows() in PAGE


def test_the_diagram_has_every_state_and_step_and_no_more() -> None:
    lines = life_diagram().splitlines()[1:]
    arrows = [line.strip().partition(":")[0] for line in lines]
    steps = [f"{from_} --> {to}" for from_, ways in STEPS.items() for to in ways]
    assert [arrow for arrow in arrows if "[*]" not in arrow] == steps
    ends = {State(arrow.split()[0]) for arrow in arrows if arrow.endswith("[*]")}
    assert ends == {state for state in State if not STEPS[state]}
    assert arrows[0] == "[*] --> draft"
