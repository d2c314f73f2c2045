"""The JSON of a plan: the structure of the annotation guide, with places, marks and doubts as further keys.

`from_json(to_json(draft)) == draft` holds for every draft.
"""

import json
import types
from dataclasses import MISSING, Field, fields, is_dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Union, cast, get_args, get_origin, get_type_hints

from loa.reading.model import Obligation, Party, PlanDraft

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

__all__ = ["MalformedPlan", "dumps", "from_json", "to_json"]

_ORDER = (
    "document",
    "citations",
    "unnumbered_laws",
    "outline",
    "objectives",
    "requirements",
    "audiences",
    "topics",
    "channels",
    "obligations",
    "not_obligations",
    "funding",
    "doubts",
    "notes",
    "not_a_plan",
    "source",
)
"""Keys of a plan as the annotation guide orders them; the long text of the source comes last."""

_WITHOUT_AUDIENCE = ("objectives", "requirements", "audiences", "channels")


class MalformedPlan(ValueError):
    """The JSON does not have the structure of a plan; the message names the place in it."""


def to_json(draft: PlanDraft) -> dict[str, Any]:
    """The draft as plain dictionaries, lists, strings, numbers and None."""
    plan: dict[str, Any] = {key: _encoded(getattr(draft, key)) for key in _ORDER}
    for section in _WITHOUT_AUDIENCE:
        for statement in plan[section]:
            if statement["audience"] is None:
                del statement["audience"]
    return plan


def dumps(draft: PlanDraft) -> str:
    """The draft as JSON text: two spaces of indent, letters with their marks, a line break at the end."""
    return json.dumps(to_json(draft), ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def from_json(plan: dict[str, Any]) -> PlanDraft:
    """The draft that `to_json` made `plan` from. Raises `MalformedPlan`; keys it does not know are errors too."""
    return cast(PlanDraft, _decoded(plan, PlanDraft, "plan"))


def _encoded(value: object) -> object:
    if isinstance(value, Party):
        return {"group": value.group} if value.group is not None else value.name
    if isinstance(value, Obligation):
        return _members(value) | {"cadence": _cadence(value.cadence)}
    if is_dataclass(value) and not isinstance(value, type):
        return _members(value)
    if isinstance(value, tuple):
        return [_encoded(member) for member in value]
    return value


def _members(value: "DataclassInstance") -> dict[str, object]:
    return {field.name: _encoded(getattr(value, field.name)) for field in fields(value)}


def _cadence(codes: tuple[str, ...]) -> str | list[str] | None:
    """The guide writes one cadence as a code, several as a list, none as null."""
    if len(codes) > 1:
        return list(codes)
    return codes[0] if codes else None


def _decoded(value: object, hint: object, path: str) -> object:
    origin = get_origin(hint)
    if origin in (types.UnionType, Union):
        inner = next(choice for choice in get_args(hint) if choice is not type(None))
        return None if value is None else _decoded(value, inner, path)
    if origin is tuple:
        return _decoded_list(value, get_args(hint)[0], path)
    if hint is Party:
        return _decoded_party(value, path)
    kind = cast(type, hint)
    return _decoded_members(value, kind, path) if is_dataclass(kind) else _decoded_plain(value, kind, path)


def _decoded_list(value: object, hint: object, path: str) -> tuple[object, ...]:
    if path.endswith(".cadence") and not isinstance(value, list):
        value = [] if value is None else [value]
    if not isinstance(value, list):
        raise MalformedPlan(f"{path}: a list is needed")
    return tuple(_decoded(member, hint, f"{path}[{index}]") for index, member in enumerate(value))


def _decoded_party(value: object, path: str) -> Party:
    if isinstance(value, str):
        return Party(name=value)
    if isinstance(value, dict) and value.keys() == {"group"} and isinstance(value["group"], str):
        return Party(group=value["group"])
    raise MalformedPlan(f"{path}: a name or a group is needed")


def _decoded_members(value: object, kind: type, path: str) -> object:
    if not isinstance(value, dict):
        raise MalformedPlan(f"{path}: an object is needed")
    hints = _hints(kind)
    unknown = value.keys() - hints.keys()
    if unknown:
        raise MalformedPlan(f"{path}: unknown key {min(unknown)!r}")
    missing = [field.name for field in fields(kind) if field.name not in value and _is_required(field)]
    if missing:
        raise MalformedPlan(f"{path}: {missing[0]!r} is missing")
    return kind(**{name: _decoded(member, hints[name], f"{path}.{name}") for name, member in value.items()})


@cache
def _hints(kind: type) -> dict[str, object]:
    return get_type_hints(kind)


def _is_required(field: "Field[object]") -> bool:
    return field.default is MISSING and field.default_factory is MISSING


def _decoded_plain(value: object, kind: type, path: str) -> object:
    if kind is float and type(value) is int:
        return float(value)
    if type(value) is not kind:
        raise MalformedPlan(f"{path}: {kind.__name__} is needed, not {type(value).__name__}")
    return value
