"""What one side of a handoff is told, by the rule that every door keeps: `show_handoff`."""

from collections.abc import Collection
from dataclasses import dataclass

from app.adapters.fhir.projected.labels import meta
from app.adapters.fhir.projected.persons import language
from app.adapters.fhir.projected.values import CORE, MASKED, OURS, Json, said, spelled, to, told
from app.domain.clients.summary import Summary
from app.domain.codes import Sensitivity
from app.domain.identity import AgencyId
from app.domain.referrals.asker import Asker
from app.domain.referrals.handoff import Handoff
from app.domain.referrals.referral import Referral
from app.domain.referrals.routing import Routing
from app.domain.referrals.views import Case, HandoffView, show_handoff

SUMMARY = "client"
"""The id under which the summary of a client stands within the order."""
ZIP_AREA = 3


@dataclass(frozen=True, slots=True)
class Told:
    """One side's view of a handoff; `labels` are those that it bears."""

    handoff: Handoff
    view: HandoffView
    labels: frozenset[Sensitivity]

    @property
    def named(self) -> bool:
        """Whether this side is told who the client is."""
        return self.view.client_id is not None

    @property
    def redacted(self) -> bool:
        """Whether anything that there is, is not told to this side."""
        return bool(self.view.withheld) or not self.named

    @property
    def client(self) -> Json:
        """Refer to the client, or say that the client is not told."""
        return to("Patient", self.view.client_id) or MASKED

    @property
    def subject(self) -> Json:
        """Refer to the client, or to the summary of the client."""
        return {"reference": f"#{SUMMARY}"} if self.summary else self.client

    @property
    def provider(self) -> Json | None:
        """Refer to the provider; a pool is nobody's yet."""
        pooled = self.view.routing is Routing.POOL and self.handoff.answered_at is None
        return None if pooled else to("Organization", self.view.provider_id)

    @property
    def summary(self) -> Json | None:
        """Write the client without identity, where that is all that is told."""
        return None if self.named or self.view.summary is None else _person(self.view.summary)

    def meta(self, profiles: Collection[str] = ()) -> Json:
        """Write meta; what the labels are called would tell more than a summary does."""
        return meta(self.labels, profiles, redacted=self.redacted, unnamed=not self.named)


def sides(referral: Referral, handoff: Handoff) -> tuple[Told, Told | None]:
    """Return what the sender is told, and what the provider is, once it has been asked and is another agency."""
    content = referral.content
    case = Case(state=referral.state, summary=referral.summary, details=content.details, code=content.code)
    mine = _told(handoff, handoff.sender, case)
    if handoff.pooled:
        offered = sorted(each for each in handoff.offered_to if handoff.offers_to(each))
        return mine, _told(handoff, offered[0], case) if offered else None
    asked = handoff.sent_at is not None and handoff.provider != handoff.sender
    return mine, _told(handoff, handoff.provider, case) if asked else None


def _told(handoff: Handoff, agency: AgencyId, case: Case) -> Told:
    asker = Asker(agency=agency, roles=frozenset(), network_wide=False)
    return Told(handoff, show_handoff(handoff, asker, case), handoff.sensitivity)


def _person(summary: Summary) -> Json:
    area = summary.area
    digits = bool(area and area.isdigit() and len(area) == ZIP_AREA)
    return told(
        {
            "resourceType": "Patient",
            "id": SUMMARY,
            "extension": _circumstances(summary),
            "address": [{"postalCode" if digits else "state": said(area)}] if area else [],
            "communication": [{"language": language(summary.language)}] if summary.language else [],
        }
    )


def _circumstances(summary: Summary) -> list[Json]:
    found: list[Json] = []
    if band := said(summary.age_band):
        found.append({"url": f"{OURS}extension:age-band", "valueString": band})
    if summary.interpreter:
        found.append({"url": f"{CORE}patient-interpreterRequired", "valueBoolean": True})
    needs = (spelled(need.value) for need in summary.accessibility)
    return found + [{"url": f"{OURS}extension:accessibility", "valueCode": need} for need in needs]
