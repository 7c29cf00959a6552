"""What one consent releases to the care team, as a value that is stored beside the consent and asked by every list."""

from dataclasses import dataclass

from app.domain.codes import Sensitivity
from app.domain.consents.consent import OPENS, Terms
from app.domain.consents.scope import DataCategory, Direction, Purpose


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """These kinds of data, with no other labels than these; nothing at all when there are no kinds."""

    kinds: frozenset[DataCategory] = frozenset()
    sensitivities: frozenset[Sensitivity] = frozenset()


NOTHING = Release()


def released(terms: Terms) -> Release:
    """Return what terms release for care coordination to those whom they name, while they are in force.

    The same rule as `decision.decide`, answered once for all records; consents are not added together.
    """
    if not terms.direction.covers(Direction.SEND) or Purpose.CARE_COORDINATION not in terms.purposes:
        return NOTHING
    opened = frozenset(label for label in terms.sensitivities if terms.type in OPENS[label])
    return Release(kinds=frozenset(terms.categories), sensitivities=opened)
