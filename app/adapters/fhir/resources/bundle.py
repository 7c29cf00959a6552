"""Finds the patients in files of FHIR: bundles, single resources, lists of them, and newline-delimited JSON."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from app.adapters.fhir.resources.elements import Element
from app.adapters.fhir.resources.patient import read_patient
from app.ports.imports import ClientDraft, Place, Remark, Severity

_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


@dataclass(slots=True)
class Patients:
    """What was read from one file."""

    drafts: list[ClientDraft] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)


def read_patients(file: str, data: bytes) -> Patients:
    """Read every Patient of a file; what else is in it, and what cannot be read, is remarked on."""
    found = Patients()
    others: Counter[str] = Counter()
    for line, path, resource in _resources(file, data, found.remarks):
        kind = resource.get("resourceType")
        if kind != "Patient":
            others[kind if isinstance(kind, str) and kind else "things without a resourceType"] += 1
            continue
        draft = read_patient(Element(resource, path or "Patient", file, line, found.remarks))
        if draft is not None:
            found.drafts.append(draft)
    for name, count in sorted(others.items()):
        _note(found.remarks, Severity.NOTED, "not-taken", Place(file=file), f"{count} {name[:60]}: not taken over.")
    return found


def _resources(file: str, data: bytes, remarks: list[Remark]) -> Iterator[tuple[int | None, str, dict[str, Any]]]:
    text = _text(file, data, remarks)
    if text is None:
        return
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError) as error:
        if text.count("\n") and _begins_anew(text):
            yield from _lines(file, text, remarks)
            return
        line = error.lineno if isinstance(error, json.JSONDecodeError) else None
        said = error.msg if isinstance(error, json.JSONDecodeError) else "it is nested too deeply"
        _note(remarks, Severity.REJECTED, "json", Place(file=file, line=line), f"This is not JSON: {said}.")
        return
    yield from _unpacked(file, None, "", whole, remarks)


def _begins_anew(text: str) -> bool:
    """Whether the second line begins an object of its own, as in newline-delimited JSON."""
    lines = [line for line in text.split("\n", 200)[:200] if line.strip()]
    return (
        len(lines) > 1 and all(line.lstrip().startswith("{") for line in lines[:2]) and lines[0].rstrip().endswith("}")
    )


def _lines(file: str, text: str, remarks: list[Remark]) -> Iterator[tuple[int | None, str, dict[str, Any]]]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except (ValueError, RecursionError):
            _note(remarks, Severity.REJECTED, "json", Place(file=file, line=number), "This line is not JSON.")
        else:
            yield from _unpacked(file, number, "", value, remarks)


def _unpacked(
    file: str, line: int | None, path: str, value: Any, remarks: list[Remark]
) -> Iterator[tuple[int | None, str, dict[str, Any]]]:
    if isinstance(value, list):
        for place, item in enumerate(value):
            yield from _unpacked(file, line, f"{path}[{place}]", item, remarks)
    elif not isinstance(value, dict):
        _note(
            remarks, Severity.REJECTED, "type", Place(file=file, line=line, column=path or None), "This is no resource."
        )
    elif value.get("resourceType") == "Bundle":
        bundle = Element(value, f"{path}.Bundle" if path else "Bundle", file, line, remarks)
        for entry in bundle.elements("entry"):
            resource = entry.element("resource")
            if resource.members:
                yield line, resource.path, dict(resource.members)
    else:
        yield line, path, value


def _text(file: str, data: bytes, remarks: list[Remark]) -> str | None:
    encoding = next((name for mark, name in _MARKS.items() if data.startswith(mark)), "utf-8")
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        reason = f"Byte {data[error.start]:#04x} is not {encoding}: JSON is written in UTF-8."
        _note(remarks, Severity.REJECTED, "encoding", Place(file=file, line=line), reason)
        return None


def _note(remarks: list[Remark], severity: Severity, code: str, place: Place, reason: str) -> None:
    remarks.append(Remark(severity=severity, code=code, place=place, reason=reason))
