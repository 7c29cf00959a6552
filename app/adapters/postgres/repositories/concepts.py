"""Codes of outside vocabularies to JSON and back."""

from typing import Any

import msgspec

from app.domain.codings import Concept


def concept_json(concept: Concept | None) -> Any:
    """Write a concept as it is stored."""
    return None if concept is None else msgspec.to_builtins(concept)


def concept_of(stored: Any) -> Concept | None:
    """Read a concept back."""
    return None if stored is None else msgspec.convert(stored, Concept)
