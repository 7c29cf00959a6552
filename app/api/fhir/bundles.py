"""Bundles as bytes (http://hl7.org/fhir/R4/bundle.html): what pages, histories and answers to bundles are sent in."""

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus

import msgspec

from app.api.fhir.asking import Told
from app.api.fhir.outcomes import Failure
from app.api.fhir.serving import address, instant, resource_bytes, tag_of
from app.api.operation_outcomes import Issue, outcome_of
from app.api.problems import title_of
from app.api.resource_bytes import array
from app.ports.resources import StoredResource


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry, its parts written already; `extra` are members such as `search`, `request` or `response`."""

    full_url: str | None = None
    resource: bytes | None = None
    extra: tuple[tuple[str, object], ...] = ()

    def written(self) -> bytes:
        """Write it."""
        members = [] if self.full_url is None else [b'"fullUrl":%b' % msgspec.json.encode(self.full_url)]
        if self.resource is not None:
            members.append(b'"resource":%b' % self.resource)
        members.extend(b'"%b":%b' % (name.encode(), msgspec.json.encode(value)) for name, value in self.extra)
        return b"{%b}" % b",".join(members)


@dataclass(frozen=True, slots=True)
class Link:
    """Where another page of the same is."""

    relation: str
    url: str


def bundle(
    kind: str,
    entries: Sequence[bytes],
    *,
    total: int | None = None,
    links: Sequence[Link] = (),
    at: str | None = None,
    profile: str | None = None,
) -> bytes:
    """Write a bundle of a type; an array that would be empty is left out, as JSON in FHIR wants it."""
    claims = b"" if profile is None else b'"meta":{"profile":[%b]},' % msgspec.json.encode(profile)
    members = [b'"resourceType":"Bundle",%b"type":"%b"' % (claims, kind.encode())]
    if at is not None:
        members.append(b'"timestamp":"%b"' % at.encode())
    if total is not None:
        members.append(b'"total":%d' % total)
    if links:
        members.append(b'"link":%b' % msgspec.json.encode([{"relation": o.relation, "url": o.url} for o in links]))
    if entries:
        members.append(b'"entry":%b' % array(entries))
    return b"{%b}" % b",".join(members)


def found(
    base: str, stored: StoredResource, *, mode: str, body: bytes | None = None, score: float | None = None
) -> Entry:
    """Make the entry of a resource that a search found."""
    search: dict[str, object] = {"mode": mode} if score is None else {"mode": mode, "score": score}
    return Entry(
        full_url=f"{base}/{stored.type}/{stored.id}",
        resource=body or resource_bytes(stored),
        extra=(("search", search),),
    )


def found_entry(base: str, stored: StoredResource, mode: bytes, body: bytes | None = None) -> bytes:
    """Write the same entry at once, without a score: a page has many of them."""
    url = f"{base}/{stored.type}/{stored.id}".encode()
    return b'{"fullUrl":"%b","resource":%b,"search":{"mode":"%b"}}' % (url, body or resource_bytes(stored), mode)


def past(base: str, stored: StoredResource) -> Entry:
    """Make the entry of one version of a history."""
    url = f"{stored.type}/{stored.id}"
    method = "DELETE" if stored.deleted else "POST" if stored.version == 1 else "PUT"
    status = "204 No Content" if stored.deleted else "201 Created" if stored.version == 1 else "200 OK"
    response = {"status": status, "etag": tag_of(stored.version), "lastModified": instant(stored.updated_at)}
    return Entry(
        full_url=f"{base}/{url}",
        resource=None if stored.deleted else resource_bytes(stored),
        extra=(
            ("request", {"method": method, "url": stored.type if method == "POST" else url}),
            ("response", response),
        ),
    )


def answered(base: str, told: Told, body: bytes | None) -> Entry:
    """Make the entry that answers one of a batch or transaction."""
    response: dict[str, object] = {"status": _status(told.status)}
    if told.stored is not None:
        response |= {"etag": tag_of(told.stored.version), "lastModified": instant(told.stored.updated_at)}
        if told.located:
            response["location"] = address(base, told.stored)
    if told.issues:
        response["outcome"] = msgspec.Raw(outcome_of(told.issues))
    return Entry(resource=body, extra=(("response", response),))


def refused(failure: Failure) -> Entry:
    """Make the entry that says why one of a batch was refused."""
    outcome = msgspec.Raw(outcome_of(failure.issues))
    return Entry(extra=(("response", {"status": _status(failure.status), "outcome": outcome}),))


def warning(issues: Sequence[Issue]) -> Entry:
    """Make the entry in which a search says what it left out of account."""
    return Entry(resource=outcome_of(issues), extra=(("search", {"mode": "outcome"}),))


def _status(status: int) -> str:
    return f"{int(status)} {title_of(HTTPStatus(status))}"
