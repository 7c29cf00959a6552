"""What an import tells: a table for people, and every row with its reason as JSON for programs."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from app.ports.imports import Outcome, Place, Remark, Result, Severity

OUTCOMES = tuple(Outcome)


@dataclass(slots=True, kw_only=True)
class Report:
    """Everything that became of one import."""

    source: str
    network: str
    dry_run: bool
    remarks: list[Remark] = field(default_factory=list)
    results: list[Result] = field(default_factory=list)

    @property
    def rejected(self) -> bool:
        """Whether an entry, or a whole file, was rejected."""
        entries = any(result.outcome is Outcome.REJECTED for result in self.results)
        return entries or any(remark.severity is Severity.REJECTED for remark in self.remarks)

    def counts(self) -> dict[str, dict[str, int]]:
        """Count the entries of each noun by what became of them."""
        counted = Counter((result.noun, result.outcome) for result in self.results)
        nouns = dict.fromkeys(result.noun for result in self.results)
        return {noun: {outcome.value: counted[noun, outcome] for outcome in OUTCOMES} for noun in nouns}

    def write(self, path: Path) -> None:
        """Write the report as JSON."""
        document = {
            "source": self.source,
            "network": self.network,
            "dry_run": self.dry_run,
            "counts": self.counts(),
            "remarks": [_remark(remark) for remark in self.remarks],
            "entries": [_entry(result) for result in self.results],
        }
        path.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")

    def show(self, console: Console) -> None:
        """Show people what became of the import, and what was remarked on, counted by kind."""
        console.print(_outcomes(self.counts(), dry_run=self.dry_run))
        if self.remarks:
            console.print(_kinds(self.remarks))
        reasons = [result for result in self.results if result.outcome is Outcome.REJECTED]
        for result in reasons[:10]:
            console.print(Text(f"{where(result.place)}: {result.noun} {result.key} rejected: {result.reason}"))
        if len(reasons) > 10:  # noqa: PLR2004 - enough to see what is wrong
            console.print(f"… and {len(reasons) - 10} more: see --report.")


def where(place: Place) -> str:
    """Write a place as editors do: file:line, column."""
    line = f":{place.line}" if place.line else ""
    column = f" ({place.column})" if place.column else ""
    return f"{place.file}{line}{column}"


def _outcomes(counts: dict[str, dict[str, int]], *, dry_run: bool) -> Table:
    table = Table(title="What would be done" if dry_run else "What was done", title_justify="left")
    table.add_column("")
    for outcome in OUTCOMES:
        table.add_column(outcome.value, justify="right")
    for noun, counted in counts.items():
        table.add_row(noun, *(str(counted[outcome.value]) for outcome in OUTCOMES))
    return table


def _kinds(remarks: Sequence[Remark]) -> Table:
    table = Table(title="Rows and cells remarked on", title_justify="left")
    for name in ("", "file", "reason", "first at"):
        table.add_column(name)
    table.add_column("times", justify="right")
    kinds: dict[tuple[Severity, str, str], list[Remark]] = {}
    for remark in remarks:
        file = "" if remark.severity is Severity.NOTED else remark.place.file  # notes are told together
        kinds.setdefault((remark.severity, file, remark.code), []).append(remark)
    for (severity, _, _), group in sorted(kinds.items(), key=_rank):
        first = group[0]
        line = str(first.place.line or "")
        table.add_row(severity.value, Text(first.place.file), Text(first.reason), line, str(len(group)))
    return table


def _rank(kind: tuple[tuple[Severity, str, str], list[Remark]]) -> tuple[int, int]:
    (severity, _, _), group = kind
    return tuple(Severity).index(severity), -len(group)


def _remark(remark: Remark) -> dict[str, Any]:
    return {"severity": remark.severity.value, "code": remark.code, **_place(remark.place), "reason": remark.reason}


def _entry(result: Result) -> dict[str, Any]:
    shown = {"noun": result.noun, "key": result.key, **_place(result.place)}
    return {**shown, "outcome": result.outcome.value, "reason": result.reason}


def _place(place: Place) -> dict[str, Any]:
    return {"file": place.file, "line": place.line, "column": place.column}


def batches(items: Sequence[Any], size: int) -> Iterable[Sequence[Any]]:
    """Cut a list into pieces that each fit one transaction."""
    return (items[start : start + size] for start in range(0, len(items), size))
