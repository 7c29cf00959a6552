"""The roles of workers and API clients, because a rule names a role and never a person."""

from enum import StrEnum


class Role(StrEnum):
    """What somebody is at an agency, or across the network for the first four."""

    NETWORK_ADMIN = "network_admin"
    COORDINATOR = "coordinator"
    PRIVACY_OFFICER = "privacy_officer"
    SYSTEM = "system"
    AGENCY_ADMIN = "agency_admin"
    SUPERVISOR = "supervisor"
    CASE_MANAGER = "case_manager"
    INTAKE = "intake"


NETWORK_ROLES = frozenset({Role.NETWORK_ADMIN, Role.COORDINATOR})
OVERSIGHT_ROLES = frozenset({Role.PRIVACY_OFFICER})
"""Those who look at what others did with clients' data across the network, and at no client's data itself."""
GRANTED_BY_THE_NETWORK = NETWORK_ROLES | OVERSIGHT_ROLES
GRANTABLE = frozenset(Role) - {Role.SYSTEM}
CARE_ROLES = frozenset({Role.COORDINATOR, Role.SUPERVISOR, Role.CASE_MANAGER, Role.INTAKE})
ADMIN_ROLES = frozenset({Role.NETWORK_ADMIN, Role.AGENCY_ADMIN})
ANYONE = frozenset(Role)
