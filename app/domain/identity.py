"""Identifiers, one type per noun, so that an agency's id can never be passed where a client's is meant."""

from dataclasses import dataclass
from typing import NewType
from uuid import UUID

NetworkId = NewType("NetworkId", UUID)
AgencyId = NewType("AgencyId", UUID)
WorkerId = NewType("WorkerId", UUID)
ApiClientId = NewType("ApiClientId", UUID)
ClientId = NewType("ClientId", UUID)
ConsentId = NewType("ConsentId", UUID)
ConsentTemplateId = NewType("ConsentTemplateId", UUID)
OverrideId = NewType("OverrideId", UUID)
ProxyId = NewType("ProxyId", UUID)
ServiceId = NewType("ServiceId", UUID)
LocationId = NewType("LocationId", UUID)
ReferralId = NewType("ReferralId", UUID)
HandoffId = NewType("HandoffId", UUID)
MessageId = NewType("MessageId", UUID)
TaskId = NewType("TaskId", UUID)
NeedId = NewType("NeedId", UUID)
GoalId = NewType("GoalId", UUID)
ProgressId = NewType("ProgressId", UUID)
CarePlanId = NewType("CarePlanId", UUID)
ActivityId = NewType("ActivityId", UUID)
ReviewId = NewType("ReviewId", UUID)
CarePlanTemplateId = NewType("CarePlanTemplateId", UUID)
AssessmentId = NewType("AssessmentId", UUID)
SuggestionId = NewType("SuggestionId", UUID)
CareTeamId = NewType("CareTeamId", UUID)
MemberId = NewType("MemberId", UUID)
HouseholdId = NewType("HouseholdId", UUID)
HandoverId = NewType("HandoverId", UUID)
TransferId = NewType("TransferId", UUID)
AppointmentId = NewType("AppointmentId", UUID)
BreakGlassId = NewType("BreakGlassId", UUID)
ErrandId = NewType("ErrandId", UUID)
ErasureId = NewType("ErasureId", UUID)
EventId = NewType("EventId", UUID)
WebhookId = NewType("WebhookId", UUID)
DeliveryId = NewType("DeliveryId", UUID)
ReplayId = NewType("ReplayId", UUID)
SubscriptionId = NewType("SubscriptionId", UUID)

RANDOM_BYTES = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Identifier:
    """What another system calls the same thing: a URI of that system and the value there."""

    system: str
    value: str


def uuid7(milliseconds: int, random: bytes) -> UUID:
    """Make a UUIDv7 (RFC 9562, section 5.7) from Unix milliseconds and ten random bytes."""
    value = (milliseconds & 0xFFFF_FFFF_FFFF) << 80 | int.from_bytes(random, "big")
    value &= ~(0xF << 76) & ~(0x3 << 62)
    return UUID(int=value | 0x7 << 76 | 0x2 << 62)
