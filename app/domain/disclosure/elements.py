"""The one table of what it takes to be told each element, so that no representation has a rule of its own.

An element that does not stand here is told to everybody who may read the thing itself. What stands here is told whole
to whom one of its ways fits, and named in `withheld` to everybody else, wherever there is something to withhold.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from app.domain.clients.access import Tier


class Noun(StrEnum):
    """What can be told in part."""

    CLIENT = "client"
    NEED = "need"
    GOAL = "goal"
    CARE_PLAN = "care-plan"
    PLAN_ACTIVITY = "plan-activity"
    CARE_TEAM = "care-team"
    SUGGESTION = "suggestion"
    HANDOVER = "handover"
    HANDOFF = "handoff"
    HISTORY = "history"
    MESSAGE = "message"
    DISCLOSURE = "disclosure"


class Claim(StrEnum):
    """What speaks for telling an element, beside how much of the client is told.

    `own`: the asker's agency answers for the thing, wrote it, or gives the service. `oversight`: a role of the whole
    network. `feedback`: the client lets it be told back. `unlabelled`: nothing in it bears a label. `by_itself`: each
    of its parts is one that the asker may read by itself. `opened`: the client is not a restricted one in a list.
    """

    OWN = "own"
    OVERSIGHT = "oversight"
    FEEDBACK = "feedback"
    UNLABELLED = "unlabelled"
    BY_ITSELF = "by_itself"
    OPENED = "opened"


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way to be told: at least so much of the client, and every one of these claims."""

    tier: Tier = Tier.CAPACITY
    claims: frozenset[Claim] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """What it takes to be told an element: any one of the ways, or `reduced` for what of it the noun lets through."""

    ways: tuple[Way, ...]
    reduced: Tier | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How an asker stands to one thing: how much of its client it is told, and what else speaks for telling."""

    tier: Tier = Tier.FULL
    claims: frozenset[Claim] = frozenset()

    def also(self, claim: Claim, *, when: bool) -> "Standing":
        """Return the same standing, with one more claim when it has that."""
        return Standing(tier=self.tier, claims=self.claims | {claim}) if when else self


READER = Standing()
"""Somebody who may read the thing, and for whom nothing more speaks."""


def _any(*claims: Claim) -> Element:
    return Element(ways=tuple(Way(claims=frozenset({claim})) for claim in claims))


def _from(tier: Tier, *claims: Claim) -> Element:
    return Element(ways=(Way(tier=tier, claims=frozenset(claims)),))


_IDENTITY, _WHOLE = _from(Tier.IDENTITY), _from(Tier.FULL)
_IN_PART = Element(ways=_WHOLE.ways, reduced=Tier.IDENTITY)
_TOLD_BACK = _any(Claim.OWN, Claim.FEEDBACK)
_READ_BY_ITSELF = _any(Claim.BY_ITSELF)
_AGENCYS_OWN = _any(Claim.OWN, Claim.OVERSIGHT)
_RELEASED = _any(Claim.OWN, Claim.OVERSIGHT, Claim.BY_ITSELF)
_WHO = _any(Claim.OWN, Claim.OVERSIGHT, Claim.UNLABELLED)
_WORDS = Element(
    ways=(Way(claims=frozenset({Claim.OWN})), Way(tier=Tier.IDENTITY, claims=frozenset({Claim.FEEDBACK}))),
)

_CLIENT = {
    **dict.fromkeys(("birth_date", "pronouns", "languages", "accessibility"), _IDENTITY),
    **dict.fromkeys(("do_not_contact", "restricted", "deceased", "deceased_on"), _IDENTITY),
    **dict.fromkeys(("names", "addresses", "contact_points"), _IN_PART),
    **dict.fromkeys(("identifiers", "gender_identity", "gender_identity_text", "administrative_sex"), _WHOLE),
    **dict.fromkeys(("races", "ethnicities", "race_ethnicity_text", "accessibility_text"), _WHOLE),
    **dict.fromkeys(("cultural_preferences", "household", "alerts"), _WHOLE),
}
_HANDOFF = {
    **dict.fromkeys(("category", "summary", "code"), _from(Tier.SUMMARY)),
    **dict.fromkeys(("client_id", "details"), _IDENTITY),
    "client": _from(Tier.IDENTITY, Claim.OPENED),
    **dict.fromkeys(("meeting", "outcome", "reason", "waitlist"), _TOLD_BACK),
}
_HANDOVER = {
    **dict.fromkeys(("alert", "appointment", "handoff", "need", "referral", "task", "note"), _AGENCYS_OWN),
    **dict.fromkeys(("goal", "care_plan"), _RELEASED),
}

ELEMENTS: Mapping[Noun, Mapping[str, Element]] = MappingProxyType(
    {
        Noun.CLIENT: _CLIENT,
        Noun.NEED: dict.fromkeys(("assessment_id", "link_ids"), _READ_BY_ITSELF),
        Noun.GOAL: {"need_ids": _READ_BY_ITSELF},
        Noun.CARE_PLAN: dict.fromkeys(("activities", "goals", "needs"), _READ_BY_ITSELF),
        Noun.PLAN_ACTIVITY: {"goal_ids": _READ_BY_ITSELF},
        Noun.CARE_TEAM: {"members": _READ_BY_ITSELF},
        Noun.SUGGESTION: {"made": _READ_BY_ITSELF},
        Noun.HANDOVER: _HANDOVER,
        Noun.HANDOFF: _HANDOFF,
        Noun.HISTORY: dict.fromkeys(("note", "reason"), _WORDS),
        Noun.MESSAGE: {"text": _WORDS},
        Noun.DISCLOSURE: dict.fromkeys(("actor_id", "agency_id", "agency_name", "principal_id"), _WHO),
    }
)
