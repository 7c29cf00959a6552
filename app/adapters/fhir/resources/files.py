"""Finds the resources in files of FHIR: bundles, single resources, lists of them, and newline-delimited JSON."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from app.adapters.fhir.resources.elements import Element
from app.adapters.fhir.validation.json_text import Unreadable, read, read_number
from app.ports.imports import Place, Remark, Severity

_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


@dataclass(frozen=True, slots=True)
class Found:
    """One resource: its type, its content where it stands, and the `fullUrl` of its entry."""

    kind: str | None
    resource: Element
    url: str | None = None

    @property
    def key(self) -> str | None:
        """What the source calls it: `Type/id`, else its `fullUrl`."""
        id_ = self.resource.members.get("id")
        return f"{self.kind}/{id_}" if isinstance(id_, str) and id_ else self.url

    @property
    def names(self) -> tuple[str, ...]:
        """By what it may be referred to: its key first."""
        return tuple(dict.fromkeys(name for name in (self.key, self.url) if name))


def find_resources(file: str, data: bytes, remarks: list[Remark]) -> Iterator[Found]:
    """Yield every resource of a file; what cannot be read is remarked on. Decimals keep their digits."""
    text = _text(file, data, remarks)
    if text is None:
        return
    try:
        whole = read(text)
    except Unreadable:
        yield from _told_otherwise(file, text, remarks)
    else:
        yield from _unpacked(file, None, "", whole, remarks)


def _told_otherwise(file: str, text: str, remarks: list[Remark]) -> Iterator[Found]:
    """Read what is no JSON, or not in the strict sense: newline-delimited, or with a place to be told."""
    try:
        whole = json.loads(text, parse_float=read_number)
    except (ValueError, RecursionError) as error:
        if text.count("\n") and _begins_anew(text):
            yield from _lines(file, text, remarks)
            return
        line = error.lineno if isinstance(error, json.JSONDecodeError) else None
        said = error.msg if isinstance(error, json.JSONDecodeError) else "it is nested too deeply"
        _reject(remarks, "json", Place(file=file, line=line), f"This is not JSON: {said}.")
        return
    yield from _unpacked(file, None, "", whole, remarks)


def _begins_anew(text: str) -> bool:
    """Whether the second line begins an object of its own, as in newline-delimited JSON."""
    lines = [line for line in text.split("\n", 200)[:200] if line.strip()]
    return (
        len(lines) > 1 and all(line.lstrip().startswith("{") for line in lines[:2]) and lines[0].rstrip().endswith("}")
    )


def _lines(file: str, text: str, remarks: list[Remark]) -> Iterator[Found]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            value = _value(line)
        except (ValueError, RecursionError):
            _reject(remarks, "json", Place(file=file, line=number), "This line is not JSON.")
        else:
            yield from _unpacked(file, number, "", value, remarks)


def _value(line: str) -> Any:
    try:
        return read(line)
    except Unreadable:
        return json.loads(line, parse_float=read_number)


def _unpacked(file: str, line: int | None, path: str, value: Any, remarks: list[Remark]) -> Iterator[Found]:
    if isinstance(value, list):
        for place, item in enumerate(value):
            yield from _unpacked(file, line, f"{path}[{place}]", item, remarks)
    elif not isinstance(value, dict):
        _reject(remarks, "type", Place(file=file, line=line, column=path or None), "This is no resource.")
    elif value.get("resourceType") == "Bundle":
        bundle = Element(value, f"{path}.Bundle" if path else "Bundle", file, line, remarks)
        for entry in bundle.elements("entry"):
            resource, url = entry.element("resource"), entry.members.get("fullUrl")
            if resource.members:
                yield Found(_kind(resource), resource, url if isinstance(url, str) else None)
    else:
        kind = value.get("resourceType")
        named = kind if isinstance(kind, str) and kind else None
        yield Found(named, Element(value, path or named or "Resource", file, line, remarks))


def _kind(resource: Element) -> str | None:
    kind = resource.members.get("resourceType")
    return kind if isinstance(kind, str) and kind else None


def _text(file: str, data: bytes, remarks: list[Remark]) -> str | None:
    encoding = next((name for mark, name in _MARKS.items() if data.startswith(mark)), "utf-8")
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        reason = f"Byte {data[error.start]:#04x} is not {encoding}: JSON is written in UTF-8."
        _reject(remarks, "encoding", Place(file=file, line=line), reason)
        return None


def _reject(remarks: list[Remark], code: str, place: Place, reason: str) -> None:
    remarks.append(Remark(severity=Severity.REJECTED, code=code, place=place, reason=reason))
