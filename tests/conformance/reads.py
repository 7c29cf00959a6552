"""Whether a Python library of FHIR reads every line of a file of resources (its R4B, in which our types are as in R4).

It runs in an environment of its own: see `requirements.txt` beside it.
"""

import json
import re
import sys
from collections import Counter
from decimal import Decimal
from importlib import import_module
from pathlib import Path

from pydantic import ValidationError

ALARMS = [
    re.compile(each["says"])
    for each in json.loads(Path(__file__).with_name("false_alarms.json").read_text(encoding="utf-8"))["fhir.resources"]
]


def faults_of(resource: dict[str, object]) -> list[str]:
    """Read a resource; return what is said against it."""
    kind = str(resource["resourceType"])
    model = getattr(import_module(f"fhir.resources.R4B.{kind.lower()}"), kind)
    try:
        model.model_validate(resource)
    except ValidationError as refusal:
        return [f"{kind}.{_path(each['loc'])}: {each['msg']}" for each in refusal.errors()]
    return []


def _path(place: tuple[int | str, ...]) -> str:
    return ".".join(part for part in place if isinstance(part, str))


def main() -> None:
    """Judge."""
    faults, known, checked = Counter[str](), 0, 0
    for line in Path(sys.argv[1]).read_text(encoding="utf-8").splitlines():
        checked += 1
        for said in faults_of(json.loads(line, parse_float=Decimal)):
            if any(alarm.search(said) for alarm in ALARMS):
                known += 1
            else:
                faults[said] += 1
    for said, times in faults.most_common():
        print(f"{times} times: {said}", file=sys.stderr)  # noqa: T201
    print(f"fhir.resources reads {checked} resources; {known} known false alarms, {len(faults)} faults.")  # noqa: T201
    sys.exit(checked == 0 or bool(faults))


main()
