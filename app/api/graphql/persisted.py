"""Documents that are known by their hash, so that frontends send the hash alone; where there is a list, no others run.

The protocol is that of Apollo's automatic persisted queries; the list is what graphql-codegen and Relay write.
"""

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any, Protocol

import msgspec

from app.api.problems import Refusal, Refused, bad_request
from app.domain.errors import Fault

NOT_FOUND = "PERSISTED_QUERY_NOT_FOUND"  # what clients wait for, to send the text after all


class Known(Protocol):
    """Texts that were read lately."""

    def text_of(self, hashed: str) -> str | None:
        """Return the text with this hash."""
        ...


def allowed_in(path: Path | None) -> Mapping[str, str] | None:
    """Read the list of the documents that may be run: texts by their hash or other id; None allows every document."""
    return None if path is None else msgspec.json.decode(path.read_bytes(), type=dict[str, str])


def text_of(body: Mapping[str, Any], known: Known, allowed: Mapping[str, str] | None) -> str:
    """Return the text of the document that a request asks for, by itself or by its hash."""
    text, hashed = body.get("query"), _hash_in(body.get("extensions") or {})
    if allowed is not None:
        return _listed(text, hashed, allowed)
    if text is None and hashed is None:
        fault = Fault(pointer="/query", message="Expected the text of a document.")
        raise bad_request("graphql.malformed", "The request has no document.", fault)
    if text is None:
        text = known.text_of(hashed or "")
    elif hashed is not None and hashed != hash_of(text):
        fault = Fault(pointer="/extensions/persistedQuery/sha256Hash", message="Not the SHA-256 of the document.")
        raise bad_request("graphql.wrong-hash", "The hash is that of another document.", fault)
    if text is None:
        raise Refused(Refusal(status=400, code=NOT_FOUND, detail="PersistedQueryNotFound"))
    return str(text)


def hash_of(text: str) -> str:
    """Return the hash of a document."""
    return sha256(text.encode()).hexdigest()


def _listed(text: str | None, hashed: str | None, allowed: Mapping[str, str]) -> str:
    found = allowed.get(hashed or "") if text is None else text
    if found is None or (text is not None and text not in allowed.values()):
        raise Refused(Refusal(status=400, code="graphql.not-listed", detail="Only the listed documents are run here."))
    return found


def _hash_in(extensions: Mapping[str, Any]) -> str | None:
    asked = extensions.get("persistedQuery")
    if asked is None:
        return None
    hashed = asked.get("sha256Hash") if isinstance(asked, dict) else None
    if not isinstance(hashed, str) or asked.get("version") != 1:
        fault = Fault(pointer="/extensions/persistedQuery", message="Expected version 1 and a sha256Hash.")
        raise bad_request("graphql.malformed", "The request is not one of GraphQL over HTTP.", fault)
    return hashed
