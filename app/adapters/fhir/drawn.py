"""Which thing of the domain is drawn as which resources, and what becomes of what was posted of it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from app.adapters.fhir.merging import STRIPPED, is_redacted, merged, merged_other, resource_of
from app.adapters.fhir.projected import (
    appointment,
    care_plan,
    care_team,
    communication,
    condition,
    consent,
    goal,
    group,
    healthcare_service,
    location,
    organization,
    patient,
    practitioner,
    provenance,
    questionnaire,
    questionnaire_response,
    referral,
    related_person,
    subscription,
    task,
)
from app.adapters.fhir.projected.drawing import Drawing, face_of, projected, terms_of
from app.adapters.fhir.projected.questionnaire_response import KnownInstrument
from app.domain.appointments.appointment import Appointment
from app.domain.assessments.assessment import Assessment
from app.domain.assessments.own_instrument import OwnInstrument
from app.domain.care_plans.care_plan import CarePlan
from app.domain.care_plans.goal import Goal
from app.domain.care_plans.need import Need
from app.domain.care_teams.team import CareTeam
from app.domain.clients.client import Client
from app.domain.clients.household import Household
from app.domain.consents.consent import Consent
from app.domain.consents.proxy import Proxy
from app.domain.directory.location import Location
from app.domain.directory.service import Service
from app.domain.networks.agency import Agency
from app.domain.networks.worker import Worker
from app.domain.referrals.message import PlacedMessage
from app.domain.referrals.referral import Referral
from app.domain.resources.authorship import Authorship
from app.domain.subscriptions.subscription import Subscription
from app.domain.work.task import Task
from app.ports.instruments import Edition
from app.ports.resources import Face, Projection

Draw = Callable[[Any], tuple[Drawing, ...]]
_DRAWN: Mapping[type, Draw] = {
    Agency: organization.drawings,
    Appointment: appointment.drawings,
    Authorship: provenance.drawings,
    CarePlan: care_plan.drawings,
    CareTeam: care_team.drawings,
    Client: patient.drawings,
    Consent: consent.drawings,
    Goal: goal.drawings,
    Household: group.drawings,
    Location: location.drawings,
    Need: condition.drawings,
    OwnInstrument: questionnaire.drawings,
    PlacedMessage: communication.drawings,
    Proxy: related_person.drawings,
    Referral: referral.drawings,
    Service: healthcare_service.drawings,
    Subscription: subscription.drawings,
    Task: task.drawings,
    Worker: practitioner.drawings,
}


def project(thing: object, known: KnownInstrument) -> tuple[Projection, ...]:
    """Return what an aggregate looks like; nothing for what is no resource."""
    if isinstance(thing, Assessment):
        return tuple(map(projected, questionnaire_response.drawings(thing, known)))
    draw = _DRAWN.get(type(thing))
    return () if draw is None else tuple(map(projected, draw(thing)))


def project_shipped(editions: Iterable[Edition]) -> tuple[Projection, ...]:
    """Return what every network can ask, as its Questionnaires."""
    return tuple(projected(questionnaire.shipped(each)) for each in editions)


def merge(projection: Projection, source: Face, rendered: Face) -> Projection:
    """Put what was posted in place of what is rendered as it was right then; the terms follow.

    Where the first face withholds something, what was posted may tell it: then only who is shown all gets it back, as
    where the other side wrote it.
    """
    now, posted, then = (resource_of(face) for face in (projection.face, source, rendered))
    other = None if projection.other is None else resource_of(projection.other)
    if projection.others_own and other is not None:
        whole, other = now, merged(projection.type, other, posted, then)
    elif is_redacted(now) and projection.type not in STRIPPED:
        whole = now
        other = other if other is None or is_redacted(other) else merged(projection.type, other, posted, then)
    else:
        whole = merged(projection.type, now, posted, then)
        other = None if other is None else merged_other(now, whole, other)
    return replace(
        projection,
        face=face_of(whole),
        other=None if other is None else face_of(other),
        terms=terms_of(projection.type, whole, other),
    )
