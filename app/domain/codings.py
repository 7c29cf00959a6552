"""Codes of outside vocabularies, because a word means the same everywhere only when a vocabulary says what."""

from dataclasses import dataclass

from app.domain.faults import Faults

MOST_CODINGS = 20
TEXT_LENGTH = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Coding:
    """A code of an outside vocabulary (FHIR Coding: system, code, display)."""

    system: str
    code: str
    display: str | None = None

    def check(self, faults: Faults, pointer: str) -> None:
        """Note what is wrong with it."""
        faults.name(self.system, f"{pointer}/system")
        faults.name(self.code, f"{pointer}/code")
        faults.text(self.display, f"{pointer}/display", most=TEXT_LENGTH)


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """One meaning in one or more vocabularies, or in words (FHIR CodeableConcept)."""

    codings: tuple[Coding, ...] = ()
    text: str | None = None

    @property
    def words(self) -> str:
        """Say it: the text, else the first display, else the first code."""
        displays = (coding.display for coding in self.codings if coding.display)
        return self.text or next(displays, None) or (self.codings[0].code if self.codings else "")

    def check(self, faults: Faults, pointer: str) -> None:
        """Note what is wrong with it; it must say something."""
        faults.require(self.codings or self.text, pointer, "must have a coding or a text")
        faults.at_most(self.codings, MOST_CODINGS, f"{pointer}/codings")
        for place, coding in enumerate(self.codings):
            coding.check(faults, f"{pointer}/codings/{place}")
        faults.text(self.text, f"{pointer}/text", most=TEXT_LENGTH)
        faults.distinct([(coding.system, coding.code) for coding in self.codings], f"{pointer}/codings")
