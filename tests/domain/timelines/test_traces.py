"""Whom the entries of a timeline are for, said once more in words beside the rule."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from app.domain.codes import Sensitivity
from app.domain.consents.scope import Section
from app.domain.events import Event, Happening
from app.domain.identity import AgencyId, ClientId, EventId, NetworkId
from app.domain.networks.actor import Actor
from app.domain.records import Unreleased
from app.domain.timelines.trace import Reading, Trace, trace_of
from tests.support.builders_appointments import an_appointment

CLIENT, SENDER, PROVIDER, ACTING = ClientId(uuid4()), AgencyId(uuid4()), AgencyId(uuid4()), AgencyId(uuid4())
UNTOLD = Unreleased(client=CLIENT, agency=SENDER)


def traced(type_: str, **fields: Any) -> Trace | None:
    subject_type = type_.partition(".")[0]
    thing = uuid4()
    happening = Happening(type=type_, subject_type=subject_type, subject=thing, version=1, stream=thing, **fields)
    actor = Actor(network=NetworkId(uuid4()), agency=ACTING)
    at = datetime(2027, 1, 1, tzinfo=UTC)
    return trace_of(Event(id=EventId(uuid4()), network=actor.network, at=at, actor=actor, happening=happening))


def test_what_names_no_client_leaves_no_trace() -> None:
    assert traced("agency.created", audience=frozenset({ACTING})) is None


def test_a_record_is_for_those_who_may_read_it() -> None:
    appointment = an_appointment(program_labels=frozenset({Sensitivity.MH}), client=CLIENT, agency=SENDER)
    assert traced("appointment.created", related={"client": CLIENT}, record=appointment) == Trace(
        client=CLIENT,
        reading=Reading.RECORD,
        agency=SENDER,
        kinds=frozenset({Section.ENCOUNTERS}),
        sensitivities=frozenset({Sensitivity.MH}),
    )


def test_what_forgets_its_record_is_for_those_who_serve_the_client() -> None:
    expected = Trace(client=CLIENT, reading=Reading.RECORD, agency=ACTING)
    assert traced("goal.created", related={"client": CLIENT}, audience=frozenset({PROVIDER})) == expected


@pytest.mark.parametrize("noun", ["acuity", "handoff", "referral", "task"])
def test_what_has_parties_is_for_them_alone(noun: str) -> None:
    both = frozenset({SENDER, PROVIDER})
    trace = traced(f"{noun}.created", related={"client": CLIENT}, audience=both)
    assert trace == Trace(client=CLIENT, reading=Reading.PARTIES, agency=ACTING, parties=both)


def test_a_handoff_whose_provider_may_not_know_the_client_is_for_its_sender() -> None:
    trace = traced("handoff.sent", audience=frozenset({SENDER, PROVIDER}), record=UNTOLD)
    assert trace == Trace(client=CLIENT, reading=Reading.PARTIES, agency=ACTING, parties=frozenset({SENDER}))


def test_a_change_of_the_client_is_for_all_who_see_the_client() -> None:
    trace = traced("client.changed", related={"client": CLIENT})
    assert trace == Trace(client=CLIENT, reading=Reading.CLIENT, agency=ACTING)
