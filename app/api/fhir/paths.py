"""Addresses below the FHIR base (http://hl7.org/fhir/R4/http.html#3.1.0.1.5), of requests and of bundle entries."""

import re
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import unquote

ID = re.compile(r"[A-Za-z0-9\-.]{1,64}")
TYPE = re.compile(r"[A-Z][A-Za-z]{1,63}")
MOST_SEGMENTS = 4


class Shape(StrEnum):
    """What kind of address it is; the template is what logs and metrics call it."""

    SYSTEM = "/fhir"
    METADATA = "/fhir/metadata"
    SYSTEM_SEARCH = "/fhir/_search"
    SYSTEM_HISTORY = "/fhir/_history"
    SYSTEM_OPERATION = "/fhir/$operation"
    TYPE = "/fhir/{type}"
    TYPE_SEARCH = "/fhir/{type}/_search"
    TYPE_HISTORY = "/fhir/{type}/_history"
    TYPE_OPERATION = "/fhir/{type}/$operation"
    INSTANCE = "/fhir/{type}/{id}"
    INSTANCE_HISTORY = "/fhir/{type}/{id}/_history"
    VERSION = "/fhir/{type}/{id}/_history/{version}"
    INSTANCE_OPERATION = "/fhir/{type}/{id}/$operation"
    JOB = "/fhir/$operation/{id}"
    JOB_FILE = "/fhir/$operation/{id}/{file}"
    COMPARTMENT = "/fhir/{type}/{id}/{member}"
    COMPARTMENT_SEARCH = "/fhir/{type}/{id}/{member}/_search"


@dataclass(frozen=True, slots=True)
class Template:
    """What logs and metrics call an address."""

    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """An address, taken apart."""

    shape: Shape
    type: str = ""
    id: str = ""
    version: str = ""
    operation: str = ""
    member: str = ""


def place_of(path: str) -> Place | None:
    """Take a path below the base apart; None when there can be nothing at it."""
    segments = [unquote(segment) for segment in path.strip("/").split("/")] if path.strip("/") else []
    if not segments:
        return Place(shape=Shape.SYSTEM)
    if len(segments) > MOST_SEGMENTS:
        return None
    first, *others = segments
    if not TYPE.fullmatch(first):
        return _of_job(first, others) if others else _of_system(first)
    return _of_type(first, others) if len(others) < 2 else _of_instance(first, *others)  # noqa: PLR2004


def _of_system(word: str) -> Place | None:
    if word.startswith("$"):
        return Place(shape=Shape.SYSTEM_OPERATION, operation=word)
    shapes = {"metadata": Shape.METADATA, "_search": Shape.SYSTEM_SEARCH, "_history": Shape.SYSTEM_HISTORY}
    return Place(shape=shapes[word]) if word in shapes else None


def _of_job(word: str, others: list[str]) -> Place | None:
    """Take the address apart of what was asked for asynchronously, or of a file of it: `member` is the file."""
    if not word.startswith("$") or len(others) > 2 or not all(ID.fullmatch(each) for each in others):  # noqa: PLR2004
        return None
    shape = Shape.JOB if len(others) == 1 else Shape.JOB_FILE
    return Place(shape=shape, id=others[0], operation=word, member=others[1] if others[1:] else "")


def _of_type(type_: str, others: list[str]) -> Place | None:
    if not others:
        return Place(shape=Shape.TYPE, type=type_)
    word = others[0]
    if word.startswith("$"):
        return Place(shape=Shape.TYPE_OPERATION, type=type_, operation=word)
    if word in ("_search", "_history"):
        return Place(shape=Shape.TYPE_SEARCH if word == "_search" else Shape.TYPE_HISTORY, type=type_)
    return Place(shape=Shape.INSTANCE, type=type_, id=word) if ID.fullmatch(word) else None


def _of_instance(type_: str, id_: str, word: str, last: str | None = None) -> Place | None:
    if not ID.fullmatch(id_):
        return None
    if word == "_history":
        shape = Shape.INSTANCE_HISTORY if last is None else Shape.VERSION
        return Place(shape=shape, type=type_, id=id_, version=last or "")
    if word.startswith("$"):
        return None if last else Place(shape=Shape.INSTANCE_OPERATION, type=type_, id=id_, operation=word)
    if last not in (None, "_search") or not (word == "*" or TYPE.fullmatch(word)):
        return None
    shape = Shape.COMPARTMENT if last is None else Shape.COMPARTMENT_SEARCH
    return Place(shape=shape, type=type_, id=id_, member=word)
