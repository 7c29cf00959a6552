"""The files of the shipped instruments, as they are written.

A file without a questionnaire has scores and rules only, for an instrument whose text is not ours to pass on.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

PACKAGE = "app.adapters.fhir.instruments"
Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """One file: an instrument, or the scores and rules of one that others publish."""

    key: str
    version: str
    codes: tuple[str, ...]
    also: tuple[str, ...]
    questionnaire: Json | None
    scoring: tuple[Json, ...]
    rules: tuple[Json, ...]

    @property
    def urls(self) -> tuple[str, ...]:
        """The canonical addresses by which it is known."""
        own = (str(self.questionnaire["url"]),) if self.questionnaire else ()
        return (*own, *self.also)


@cache
def written() -> tuple[Written, ...]:
    """Read the files, in the order of their names."""
    found = sorted((file for file in files(PACKAGE).iterdir() if file.name.endswith(".json")), key=lambda f: f.name)
    return tuple(_written(json.loads(file.read_text(encoding="utf-8"))) for file in found)


def _written(members: Json) -> Written:
    questionnaire = members.get("questionnaire")
    coded = [code["code"] for code in questionnaire["code"]] if questionnaire else members["codes"]
    return Written(
        key=members["key"],
        version=members["version"],
        codes=tuple(coded),
        also=tuple(members["also"]),
        questionnaire=questionnaire,
        scoring=tuple(members["scoring"]),
        rules=tuple(members["rules"]),
    )
