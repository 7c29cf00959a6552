"""What holds for a referral's handoffs at a moment: consents, calendars, room and eligibility, fetched together."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from app.domain.clients.client import Client
from app.domain.clients.contact import AddressUse
from app.domain.clients.profile import Profile
from app.domain.clients.summary import age
from app.domain.codes import Sensitivity, labels_of
from app.domain.consents.consent import Consent
from app.domain.consents.decision import Decision, Question, Rule, decide
from app.domain.consents.override import NEVER, ConsentOverride
from app.domain.consents.parties import Classes, classes_of
from app.domain.consents.scope import Direction, RecipientClass
from app.domain.directory.eligibility import Summary as Person
from app.domain.directory.eligibility import Verdict
from app.domain.directory.service import Service
from app.domain.errors import Fault, Invalid
from app.domain.identity import AgencyId, ClientId, ServiceId
from app.domain.networks.agency import Agency
from app.domain.networks.calendar import Calendar
from app.domain.networks.clocks import OwnClocks
from app.domain.networks.network import Policies
from app.domain.referrals.blockers import Blocker, Circumstances, find_blockers
from app.domain.referrals.clocks import ClockLevels
from app.domain.referrals.content import Content, Destination, Target
from app.domain.referrals.handoff import Handoff, Terms
from app.domain.referrals.referral import Referral
from app.domain.referrals.routed import TermsOf
from app.domain.sensitivity import labelling
from app.use_cases.core import Context

NOBODY = Decision(allowed=False, rule=Rule.RECIPIENT, reason="The pool has no agency that may be told.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """Everything that rules about some handoffs need to know.

    `others` is how many active referrals of the category the client has besides, where that was asked along.
    """

    policies: Policies
    agencies: dict[AgencyId, Agency]
    services: dict[ServiceId, Service]
    consents: tuple[Consent, ...]
    on_team: frozenset[AgencyId] = frozenset()
    override: ConsentOverride | None = None
    others: int | None = None

    @property
    def classes(self) -> Classes:
        """The classes by which consents may have named the agencies."""
        return {id_: classes_of(agency, on_team=id_ in self.on_team) for id_, agency in self.agencies.items()}

    def levels(self, handoff: Handoff) -> ClockLevels:
        """Return what says how long the provider of a handoff may take."""
        agency = self.agencies.get(handoff.provider)
        service = self.services.get(handoff.service) if handoff.service else None
        return ClockLevels(
            policies=self.policies,
            calendar=agency.calendar if agency else Calendar(),
            agency=agency.profile.clocks if agency else OwnClocks(),
            service=service.profile.clocks if service else OwnClocks(),
        )

    def labels(self, referral: Referral, handoff: Handoff) -> frozenset[Sensitivity]:
        """Return the labels of what a handoff tells: the referral's, the provider's programs', the service's."""
        provider = self.agencies.get(handoff.provider)
        service = self.services.get(handoff.service) if handoff.service else None
        return referral.sensitivity.union(
            provider.sensitivity if provider else frozenset(), service.labels if service else frozenset()
        )


async def policies(context: Context) -> Policies:
    """Return what the network has agreed on."""
    network = await context.tx.networks.get()
    return network.policies if network else Policies()


async def ground(context: Context, referral: Referral, handoffs: Collection[Handoff]) -> Ground:
    """Fetch what the rules about telling these handoffs need."""
    parties = {referral.sender}.union(*({handoff.provider} | handoff.offered_to for handoff in handoffs))
    services = {handoff.service for handoff in handoffs if handoff.service}
    agreed, consents, agencies, offered = await context.tx.at_once(
        policies(context),
        context.tx.consents.of_client(referral.client),
        context.tx.agencies.get_many(parties if handoffs else ()),
        context.tx.services.get_many(services),
    )
    on_team = await _on_team(context, referral.client, consents)
    known = Ground(policies=agreed, agencies=agencies, services=offered, consents=consents, on_team=on_team)
    if all(consented(context, known, referral, handoff).allowed for handoff in handoffs):
        return known
    return replace(known, override=await context.tx.consent_overrides.counting(referral.id, context.now))


async def _on_team(context: Context, client: ClientId, consents: tuple[Consent, ...]) -> frozenset[AgencyId]:
    """Ask who is on the care team only where a consent names it."""
    if not any(RecipientClass.CARE_TEAM in consent.terms.recipient_classes for consent in consents):
        return frozenset()
    return await context.tx.care_teams.agencies(client)


def terms(context: Context, known: Ground, referral: Referral, handoffs: Iterable[Handoff]) -> TermsOf:
    """Return what holds for each handoff."""
    return {handoff.id: _terms(context, known, referral, handoff) for handoff in handoffs}


async def clocks_only(context: Context, handoffs: Collection[Handoff]) -> TermsOf:
    """Return the clocks of handoffs about which nothing new is told."""
    levels = await context.tx.referrals.clock_levels([each.id for each in handoffs])
    return {
        each.id: Terms(times=levels[each.id].times(each.priority), feedback=each.feedback)
        for each in handoffs
        if each.id in levels
    }


def blockers(context: Context, known: Ground, referral: Referral, client: Client, doubles: int) -> tuple[Blocker, ...]:
    """List what stands between a draft and its sending."""
    line = referral.line()
    without = [each for each in line if not consent_for(context, known, referral, each).allowed]
    person = person_of(context, client.profile)
    return find_blockers(
        Circumstances(
            handoffs=tuple(str(each.id) for each in line),
            without_consent=tuple(str(each.id) for each in without),
            ineligible=tuple(
                (str(each.id), why)
                for each in line
                if each.service in known.services
                for why in _ineligible(known.services[each.service], person)
            ),
            authorization_missing=referral.content.awaits_authorization,
            duplicates=doubles,
            do_not_contact=client.profile.do_not_contact,
        )
    )


async def doubles(context: Context, known: Ground, referral: Referral) -> int:
    """Count the client's other active referrals of the category, where the network minds."""
    if not known.policies.one_active_referral_per_category:
        return 0
    if known.others is not None:
        return known.others
    return await context.tx.referrals.active_for(referral.client, referral.content.category, referral.id)


async def survey(context: Context, client: ClientId, destinations: Collection[Destination]) -> Ground:
    """Fetch what is to be known before a referral of the actor's agency for this client can go to destinations."""
    wanted = {each.service for each in destinations if each.service}
    services, consents, agreed = await context.tx.at_once(
        context.tx.services.get_many(wanted), context.tx.consents.of_client(client), policies(context)
    )
    named = {each.agency for each in destinations if each.agency} | {service.agency for service in services.values()}
    agencies, on_team = await context.tx.at_once(
        context.tx.agencies.get_many(named | {context.actor.agency}), _on_team(context, client, consents)
    )
    return Ground(policies=agreed, agencies=agencies, services=services, consents=consents, on_team=on_team)


def targets(known: Ground, destinations: tuple[Destination, ...]) -> tuple[Target, ...]:
    """Turn destinations into providers; refuse what is not offered in this network."""
    faults = [
        Fault(pointer=f"/handoffs/{place}", message=wrong)
        for place, each in enumerate(destinations)
        if (wrong := _wrong(each, known.services, known.agencies))
    ]
    if faults:
        raise Invalid("referral.invalid", "A provider cannot be reached as described.", faults=tuple(faults))
    return tuple(_target(each, known.services) for each in destinations)


def consent_for(
    context: Context, known: Ground, referral: Referral, handoff: Handoff, direction: Direction = Direction.SEND
) -> Decision:
    """Decide whether the provider may be told, or whether the sender may be told back.

    An approved override stands in for a consent to tell the provider, and for nothing else.
    """
    decision = consented(context, known, referral, handoff, direction)
    if decision.allowed or direction is Direction.FEEDBACK or known.override is None:
        return decision
    if not known.override.counts(context.now) or known.labels(referral, handoff) & NEVER:
        return decision
    return Decision(allowed=True, rule=Rule.OVERRIDDEN, reason="A second person approved doing without a consent.")


def consented(
    context: Context, known: Ground, referral: Referral, handoff: Handoff, direction: Direction = Direction.SEND
) -> Decision:
    """Decide by the client's consents alone; of a pool, whether anybody to whom it is offered may be told."""
    if handoff.pooled:
        told = (consented(context, known, referral, each, direction) for each in _shares(known, handoff))
        return next((each for each in told if each.allowed), NOBODY)
    back = direction is Direction.FEEDBACK
    question = Question(
        client=referral.client,
        discloser=handoff.provider if back else handoff.sender,
        recipient=handoff.sender if back else handoff.provider,
        direction=direction,
        categories=frozenset({referral.content.category}),
        sensitivities=known.labels(referral, handoff),
        classes=known.classes,
    )
    return decide(known.consents, question, context.now)


def _shares(known: Ground, handoff: Handoff) -> Iterable[Handoff]:
    """Return what a pooled handoff would be of each to whom it is offered."""
    return (replace(handoff, provider=each) for each in sorted(handoff.offered_to & known.agencies.keys()))


def labels_for(content: Content, sender: Agency | None) -> frozenset[Sensitivity]:
    """Return the labels that a referral has from its category and code and from its sender's programs."""
    coded = labelling.labels_for([content.code] if content.code else [])
    return labels_of((content.category,)) | coded | (sender.sensitivity if sender else frozenset())


def _terms(context: Context, known: Ground, referral: Referral, handoff: Handoff) -> Terms:
    decision = consent_for(context, known, referral, handoff)
    service = known.services.get(handoff.service) if handoff.service else None
    return Terms(
        times=known.levels(handoff).times(referral.content.priority),
        feedback=consent_for(context, known, referral, handoff, Direction.FEEDBACK).allowed,
        labels=known.labels(referral, handoff),
        refusal=None if decision.allowed else decision.reason,
        full=service is not None and not service.capacity.has_room,
        offered=frozenset(
            each.provider for each in _shares(known, handoff) if consented(context, known, referral, each).allowed
        )
        if handoff.pooled
        else handoff.offered_to,
    )


def _target(wanted: Destination, known: dict[ServiceId, Service]) -> Target:
    agency = wanted.agency or known[wanted.service].agency if wanted.service else wanted.agency
    assert agency is not None  # noqa: S101  checked before
    return Target(agency=agency, service=wanted.service)


def _wrong(wanted: Destination, services: dict[ServiceId, Service], agencies: dict[AgencyId, Agency]) -> str | None:
    service = services.get(wanted.service) if wanted.service else None
    if wanted.service and service is None:
        return "is no service of this network"
    agency = agencies.get(service.agency) if service else agencies.get(wanted.agency) if wanted.agency else None
    if agency is None:
        return "is no agency of this network" if wanted.agency else "must name a service or an agency"
    if service and wanted.agency not in (None, service.agency):
        return "names a service of another agency"
    if service and not service.offered:
        return "names a service that is not offered now"
    return None if agency.answers_in_service else "names an agency that takes no referrals here"


def person_of(context: Context, profile: Profile) -> Person:
    """Return what services ask of a person before they know who it is."""
    here = next((each for each in profile.addresses if each.use is not AddressUse.FORMER), None)
    return Person(
        age=age(profile, context.now.date()),
        postal_code=here.postal_code if here else None,
        state=here.state if here else None,
    )


def _ineligible(service: Service, person: Person) -> list[str]:
    judged = service.is_eligible(person)
    return [finding.reason for finding in judged.findings if finding.verdict is Verdict.FAILS]
