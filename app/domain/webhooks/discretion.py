"""What events may tell to the systems of other agencies: ids, and not even every id."""

from collections.abc import Mapping
from uuid import UUID

# Before a handoff is accepted its provider may not learn which client it is about, not even by id.
DISCREET_NOUNS = frozenset({"handoff", "referral"})
PERSONS = frozenset({"client", "household"})


def told_ids(subject_type: str, related: Mapping[str, UUID]) -> dict[str, UUID]:
    """Return the related ids that a receiver may be told of."""
    if subject_type not in DISCREET_NOUNS:
        return dict(related)
    return {noun: subject for noun, subject in related.items() if noun not in PERSONS}
