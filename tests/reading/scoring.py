"""Compares readings with annotations: by the scorer of the annotation guide where it lies beside the repository, in a
simple way where it does not."""

import importlib.util
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from loa.reading.read import read
from loa.writing.plan_json import to_json

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
SCORER = SHARED / "gold" / "score.py"
COLUMNS = ("document", "citations", "outline", "detection", "summary", "stated")


@dataclass(frozen=True)
class Pair:
    """A document and its annotation."""

    name: str
    source: Path
    annotation: Path

    def gold(self) -> dict[str, Any]:
        plan: dict[str, Any] = json.loads(self.annotation.read_text("utf-8"))
        return plan


def seeds() -> list[Pair]:
    """The annotated seeds beside the repository; none where there is no such folder."""
    golds = sorted((SHARED / "gold").glob("*.json"))
    texts = {path.name[:3]: path for path in sorted((SHARED / "seeds").glob("*.txt"))}
    return [Pair(gold.stem, texts[gold.stem], gold) for gold in golds if gold.stem in texts]


def samples(kind: str) -> list[Pair]:
    """The sample plans of one kind, `open` or `sealed`."""
    folders = sorted(path.parent for path in (ROOT / "samples" / kind).glob("*/gold.json"))
    return [Pair(folder.name, folder / "plan.txt", folder / "gold.json") for folder in folders]


@cache
def predicted(source: Path) -> dict[str, Any]:
    """What the reader makes of a document, as JSON."""
    return to_json(read(source))


@cache
def scorer() -> ModuleType | None:
    """The scorer of the annotation guide, where it is at hand."""
    if not SCORER.is_file():
        return None
    spec = importlib.util.spec_from_file_location("gold_scorer", SCORER)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def reported(pairs: Sequence[Pair]) -> dict[str, Any]:
    """The scorer's report on documents, their counts pooled."""
    module = scorer()
    assert module is not None
    report: dict[str, Any] = module.report([_scored(module, pair) for pair in pairs])
    return report


def _scored(module: ModuleType, pair: Pair) -> object:
    gold = module.Check(pair.annotation, True).run(module.load(pair.annotation))
    return module.score_document(gold, module.Check(pair.source, False).run(predicted(pair.source)))


def outside_the_guide(pair: Pair) -> list[str]:
    """Codes and deadlines of a prediction that the guide does not know."""
    module = scorer()
    assert module is not None
    check = module.Check(pair.source, False)
    check.run(predicted(pair.source))
    return list(check.warnings)


def measures(pairs: Sequence[Pair]) -> dict[str, float]:
    """The six measures of the guide, 0 to 1, over some documents."""
    report = reported(pairs)
    values = (
        report["document"]["accuracy"],
        *(report[name]["f1"] for name in ("citations", "outline", "obligations")),
        report["summary"],
        report["stated"],
    )
    return dict(zip(COLUMNS, values, strict=True))


def detection_and_leads(pairs: Sequence[Pair]) -> tuple[float, float]:
    """F1 of the obligations found at their place, and the share of those whose leads are exactly the annotated ones."""
    gold = {key: leads for pair in pairs for key, leads in _leads(pair.name, pair.gold())}
    read_ = {key: leads for pair in pairs for key, leads in _leads(pair.name, predicted(pair.source))}
    both = gold.keys() & read_.keys()
    f1 = 2 * len(both) / (len(gold) + len(read_)) if gold or read_ else 1.0
    return f1, sum(gold[key] == read_[key] for key in both) / len(both) if both else 1.0


def _leads(name: str, plan: dict[str, Any]) -> list[tuple[tuple[str, str, str], set[str]]]:
    return [
        ((name, duty["ref"], " ".join(duty["text"].split()[:8])), {json.dumps(lead) for lead in duty["lead"]})
        for duty in plan["obligations"]
    ]


def as_table(rows: dict[str, dict[str, float]]) -> str:
    """Measures in columns under one another, a line a document."""
    width = max(len(name) for name in rows)
    head = " " * width + "".join(f"{column:>11}" for column in COLUMNS)
    lines = (f"{name:<{width}}" + "".join(f"{row[column]:>11.3f}" for column in COLUMNS) for name, row in rows.items())
    return "\n".join((head, *lines))
