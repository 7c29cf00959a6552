"""Which classes of recipients an agency belongs to, seen from one client: its programs, and the client's care team."""

from collections.abc import Mapping

from app.domain.consents.scope import RecipientClass
from app.domain.identity import AgencyId
from app.domain.networks.agency import Agency, ProgramType

CLASS_OF: Mapping[ProgramType, RecipientClass] = {kind: RecipientClass(kind.value) for kind in ProgramType}
Classes = Mapping[AgencyId, frozenset[RecipientClass]]


def classes_of(agency: Agency, *, on_team: bool) -> frozenset[RecipientClass]:
    """Return the classes by which a client may have named an agency; every agency is of the network."""
    programs = {CLASS_OF[kind] for kind in agency.profile.program_types}
    return frozenset({RecipientClass.NETWORK, *programs, *((RecipientClass.CARE_TEAM,) if on_team else ())})
