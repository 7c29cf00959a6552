"""Subscriptions: what a program wants to hear of, where, how much of it, and whether it is told."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from app.domain.errors import Fault, Forbidden, Invalid
from app.domain.faults import Faults
from app.domain.identity import AgencyId, ApiClientId, NetworkId, SubscriptionId
from app.domain.networks.actor import Actor
from app.domain.networks.scopes import Scopes
from app.domain.subscriptions.topics import TOPICS

MOST_FILTERS, MOST_HEADERS = 20, 20
LONGEST_HEADER, LONGEST_REASON = 4_000, 1_000
SHORTEST_HEARTBEAT, LONGEST_HEARTBEAT = timedelta(seconds=10), timedelta(days=1)
LONGEST_TIMEOUT = timedelta(seconds=30)
USUAL_TIMEOUT = timedelta(seconds=15)
MOST_EVENTS = 50
_RESERVED = frozenset(
    {"host", "content-length", "content-type", "connection", "transfer-encoding", "te", "trailer", "upgrade", "expect"}
)


class SubscriptionStatus(StrEnum):
    """Where a subscription stands (http://hl7.org/fhir/subscription-status)."""

    REQUESTED = "requested"
    ACTIVE = "active"
    ERROR = "error"
    OFF = "off"


WISHES = frozenset({SubscriptionStatus.REQUESTED, SubscriptionStatus.OFF})
"""What a subscriber may ask for; the rest is decided here."""


class Effect(StrEnum):
    """What follows from a change."""

    NOTHING = "nothing"
    TERMS = "terms"
    HANDSHAKE = "handshake"


class PayloadContent(StrEnum):
    """How much of what changed is told."""

    EMPTY = "empty"
    ID_ONLY = "id-only"
    FULL = "full-resource"


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """A header that is sent along: its value is a secret of the receiver's."""

    name: str
    value: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which resources of a type are wanted: criteria of a search, as they were written."""

    type: str
    criteria: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """Where notifications go, and in which form."""

    url: str
    content: PayloadContent
    headers: tuple[Header, ...] = field(default=(), repr=False)
    heartbeat: timedelta | None = None
    timeout: timedelta | None = None
    most_events: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a subscriber asks for; `topic` is a canonical."""

    topic: str
    filters: tuple[Filter, ...]
    channel: Channel
    reason: str
    ends_at: datetime | None = None


@dataclass(slots=True, kw_only=True)
class Subscription:
    """One program's wish; it is told what the program might read, with the scopes with which it asked."""

    id: SubscriptionId
    network: NetworkId
    agency: AgencyId
    api_client: ApiClientId
    scopes: Scopes
    terms: Terms
    status: SubscriptionStatus
    error: str | None
    version: int
    created_at: datetime
    updated_at: datetime

    @property
    def types(self) -> tuple[str, ...]:
        """The types of resources of which it may hear."""
        topic = TOPICS[self.terms.topic]
        named = (each.type for each in self.terms.filters)
        return tuple(dict.fromkeys(named)) if topic.type is None else (topic.type,)

    @property
    def told(self) -> bool:
        """Whether notifications are sent, or will be when the receiver has answered the handshake."""
        return self.status is not SubscriptionStatus.OFF

    def change(self, terms: Terms, wish: SubscriptionStatus, scopes: Scopes, at: datetime) -> Effect:
        """Ask for something else, or for another handshake; the same again leaves no trace."""
        if wish is not self.status and wish not in WISHES:
            raise _not_a_wish("The rest is decided here.", "may be set to requested or off")
        terms = replace(terms, channel=_with_kept_headers(terms.channel, self.terms.channel))
        if (terms, wish, scopes) == (self.terms, self.status, self.scopes):
            return Effect.NOTHING
        _check(terms, at)
        elsewhere = (terms.channel.url, terms.channel.headers) != (self.terms.channel.url, self.terms.channel.headers)
        self.terms, self.scopes, self.updated_at = terms, scopes, at
        if wish is SubscriptionStatus.REQUESTED or (elsewhere and wish is not SubscriptionStatus.OFF):
            self.status, self.error = SubscriptionStatus.REQUESTED, None
            return Effect.HANDSHAKE
        if wish is SubscriptionStatus.OFF:
            self.status, self.error = wish, None
        return Effect.TERMS

    def become(self, status: SubscriptionStatus, error: str | None, at: datetime) -> bool:
        """Fare well or badly; tell whether anything is different."""
        if (self.status, self.error) == (status, error):
            return False
        self.status, self.error, self.updated_at = status, error, at
        return True

    def check_changeable(self, by: ApiClientId | None) -> None:
        """Refuse everybody but the program that asked: what is told, is told with its rights."""
        if by != self.api_client:
            raise Forbidden("subscription.not-yours", "Only the program that subscribed may change it.")


def subscribe(
    terms: Terms,
    wish: SubscriptionStatus,
    *,
    id: SubscriptionId,  # noqa: A002 - the field's name
    by: Actor,
    at: datetime,
) -> Subscription:
    """Ask to be told; the first notification is a handshake."""
    if by.api_client is None:
        raise Forbidden("subscription.programs-only", "Only programs subscribe.")
    if wish not in WISHES:
        raise _not_a_wish("A subscription begins as requested.", "must be requested")
    _check(terms, at)
    _check_unmasked(terms.channel)
    return Subscription(
        id=id,
        network=by.network,
        agency=by.agency,
        api_client=by.api_client,
        scopes=by.scopes,
        terms=terms,
        status=wish,
        error=None,
        version=1,
        created_at=at,
        updated_at=at,
    )


MASK = "********"
"""What is shown in the place of a header's value."""


def _with_kept_headers(wanted: Channel, there: Channel) -> Channel:
    """Let a masked header mean the value that is kept, which never goes to another address."""
    kept = {header.name: header for header in there.headers} if wanted.url == there.url else {}
    headers = tuple(kept.get(each.name, each) if each.value == MASK else each for each in wanted.headers)
    channel = replace(wanted, headers=headers)
    _check_unmasked(channel)
    return channel


def _not_a_wish(text: str, message: str) -> Invalid:
    return Invalid("subscription.status-given", text, faults=(Fault(pointer="/status", message=message),))


def _check_unmasked(channel: Channel) -> None:
    faults = Faults()
    for place, header in enumerate(channel.headers):
        faults.require(header.value != MASK, f"/channel/header/{place}", "must say the value: none is kept for it")
    faults.refuse("subscription.header-unknown", "A masked header stands for a value that is kept for this address.")


def _check(terms: Terms, at: datetime) -> None:
    channel, faults = terms.channel, Faults()
    faults.require(terms.topic in TOPICS, "/criteria", "must be the canonical of a topic that there is")
    faults.at_most(terms.filters, MOST_FILTERS, "/criteria/extension")
    if terms.topic in TOPICS:
        _check_filters(terms, faults)
    faults.require(channel.url.startswith(("https://", "http://")), "/channel/endpoint", "must be an https address")
    faults.at_most(channel.headers, MOST_HEADERS, "/channel/header")
    faults.distinct(tuple(each.name.lower() for each in channel.headers), "/channel/header")
    for place, header in enumerate(channel.headers):
        faults.require(
            _is_header(header), f"/channel/header/{place}", "must read like Name: value, of a header of yours"
        )
    faults.text(terms.reason, "/reason", most=LONGEST_REASON)
    faults.require(terms.ends_at is None or terms.ends_at > at, "/end", "must be in the future")
    _check_measures(channel, faults)
    faults.refuse("subscription.invalid", "The subscription cannot be kept as described.")


def _check_filters(terms: Terms, faults: Faults) -> None:
    type_ = TOPICS[terms.topic].type
    faults.require(
        type_ is not None or terms.filters, "/criteria", "needs a filter that names a type, such as Observation?code=…"
    )
    for place, each in enumerate(terms.filters):
        faults.require(
            type_ in {None, each.type}, f"/criteria/extension/{place}", f"must be about {type_}, as the topic is"
        )


def _check_measures(channel: Channel, faults: Faults) -> None:
    beat, timeout = channel.heartbeat, channel.timeout
    faults.require(
        beat is None or SHORTEST_HEARTBEAT <= beat <= LONGEST_HEARTBEAT,
        "/channel/extension",
        "heartbeats come every 10 seconds to once a day",
    )
    faults.require(
        timeout is None or timedelta(0) < timeout <= LONGEST_TIMEOUT,
        "/channel/extension",
        "a timeout is 1 to 30 seconds",
    )
    faults.require(channel.most_events is None or channel.most_events > 0, "/channel/extension", "a count is 1 or more")


def _is_header(header: Header) -> bool:
    name, value = header.name, header.value
    plain = name.isascii() and bool(name) and all(each.isalnum() or each in "-_" for each in name)
    line = value.isascii() and value.isprintable() and bool(value)
    return plain and line and len(value) <= LONGEST_HEADER and name.lower() not in _RESERVED
