"""RFC 6749, section 2.3: how a client says who it is, read before anything is looked up."""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import unquote_to_bytes

from app.adapters.oauth.assertions import ASSERTION_TYPE, Assertion, AssertionRefused, read_assertion
from app.adapters.oauth.refusals import FAILED, ClientRefused, RequestRefused
from app.domain.identity import ApiClientId, NetworkId
from app.domain.networks.credentials import compound_id, split_compound_id
from app.ports.security import FormRequest

LONGEST_HEADER = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """Who a caller says it is, with the secret or the assertion that may prove it."""

    network: NetworkId
    api_client: ApiClientId
    secret: str | None = field(default=None, repr=False)
    assertion: Assertion | None = field(default=None, repr=False)

    @property
    def client_id(self) -> str:
        """The public identifier that the caller gave."""
        return compound_id(self.network, self.api_client)


def fields_of(request: FormRequest) -> dict[str, str]:
    """Return the form; a field that is repeated or empty counts as RFC 6749, section 3.2 says."""
    found: dict[str, str] = {}
    for name, value in request.fields:
        if name in found:
            raise RequestRefused("A parameter is given more than once.")
        found[name] = value
    return {name: value for name, value in found.items() if value}


def claimed_by(request: FormRequest) -> Claimed:
    """Read who the caller says it is; raises `ClientRefused` or `RequestRefused`."""
    form = fields_of(request)
    header = request.headers.get("authorization")
    signed = "client_assertion" in form or "client_assertion_type" in form
    if sum((header is not None, signed, "client_secret" in form)) > 1:
        raise RequestRefused("Authenticate in one way only.")
    if signed:
        return _agreeing(_from_assertion(form), form)
    if header is not None:
        return _agreeing(_from_basic(header), form)
    raise ClientRefused("Authenticate by client_secret_basic or private_key_jwt.")


def _agreeing(claimed: Claimed, form: dict[str, str]) -> Claimed:
    stated = form.get("client_id")
    if stated is not None and split_compound_id(stated) != (claimed.network, claimed.api_client):
        raise ClientRefused(FAILED)
    return claimed


def _from_assertion(form: dict[str, str]) -> Claimed:
    if form.get("client_assertion_type") != ASSERTION_TYPE or "client_assertion" not in form:
        raise RequestRefused(f"Give a client_assertion with the client_assertion_type {ASSERTION_TYPE}.")
    try:
        assertion = read_assertion(form["client_assertion"])
    except AssertionRefused as refusal:
        raise ClientRefused(str(refusal)) from None
    network, api_client = _parts(assertion.client_id)
    return Claimed(network=network, api_client=api_client, assertion=assertion)


def _from_basic(header: str) -> Claimed:
    scheme, _, encoded = header.partition(" ")
    if scheme.lower() != "basic" or len(header) > LONGEST_HEADER:
        raise ClientRefused(FAILED)
    try:
        pair = base64.b64decode(encoded.strip(), validate=True)
        client_id, secret = (_unquoted(part) for part in _split(pair))
    except (binascii.Error, ValueError):
        raise ClientRefused(FAILED) from None
    network, api_client = _parts(client_id)
    return Claimed(network=network, api_client=api_client, secret=secret)


def _split(pair: bytes) -> Sequence[bytes]:
    client_id, colon, secret = pair.partition(b":")
    if not colon:
        raise ValueError("no colon")
    return client_id, secret


def _unquoted(part: bytes) -> str:
    """Undo the form encoding that RFC 6749, section 2.3.1 puts under Basic."""
    return unquote_to_bytes(part.replace(b"+", b" ")).decode("utf-8")


def _parts(client_id: str) -> tuple[NetworkId, ApiClientId]:
    parts = split_compound_id(client_id)
    if parts is None:
        raise ClientRefused(FAILED)
    return parts
