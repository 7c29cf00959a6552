"""Codes of outside vocabularies as they are sent and shown."""

from typing import Annotated, Any

from pydantic import Field

from app.api.rest.schemas.shapes import Input, Name, Shape
from app.domain.codings import MOST_CODINGS, TEXT_LENGTH, Coding, Concept

ConceptText = Annotated[str, Field(min_length=1, max_length=TEXT_LENGTH)]


class CodingOut(Shape):
    """A code of an outside vocabulary."""

    system: Name = Field(description="A URI of the vocabulary.", examples=["http://snomed.info/sct"])
    code: Name = Field(description="The code there.", examples=["464021000124104"])
    display: ConceptText | None = Field(description="What it means.", examples=["Referral to community pantry"])


class CodingIn(Input, CodingOut):
    """A code of an outside vocabulary."""

    def coding(self) -> Coding:
        """Return it as the domain takes it."""
        return Coding(system=self.system, code=self.code, display=self.display)


class ConceptOut(Shape):
    """One meaning in one or more vocabularies, or in words."""

    codings: list[CodingOut] = Field(description="Its codes.", max_length=MOST_CODINGS)
    text: ConceptText | None = Field(description="It in words.", examples=["Food insecurity"])


class ConceptIn(Input):
    """One meaning in one or more vocabularies, or in words; at least one of both."""

    codings: list[CodingIn] = Field(description="Its codes.", max_length=MOST_CODINGS)
    text: ConceptText | None = Field(description="It in words.", examples=["Food insecurity"])

    def concept(self) -> Concept:
        """Return it as the domain takes it."""
        return Concept(codings=tuple(coding.coding() for coding in self.codings), text=self.text)


def concept_view(concept: Concept | None) -> dict[str, Any] | None:
    """Put a concept into the words of `ConceptOut`."""
    if concept is None:
        return None
    codings = [{"system": each.system, "code": each.code, "display": each.display} for each in concept.codings]
    return {"codings": codings, "text": concept.text}
