"""What helps a client in a crisis, as it is sent and shown."""

from typing import Annotated

from pydantic import Field

from app.api.rest.schemas.shapes import Input, Name, Shape
from app.domain.care_plans.crisis import LINE_LENGTH, MOST_LINES, CrisisPlan

Line = Annotated[str, Field(min_length=1, max_length=LINE_LENGTH)]
Lines = Annotated[list[Line], Field(max_length=MOST_LINES)]


class CrisisContactShape(Shape):
    """Somebody to call in a crisis."""

    name: Name = Field(description="Who.", examples=["Ana"])
    relationship: Name | None = Field(description="Who that is to the client.", examples=["sister"])
    phone: Name | None = Field(description="The number.", examples=["+1 512 555 0143"])
    note: Line | None = Field(description="When and how.", examples=["Before ten in the evening"])


class CrisisContactIn(Input, CrisisContactShape):
    """Somebody to call in a crisis."""


class CrisisPlanOut(Shape):
    """What helps the client in a crisis."""

    warning_signs: Lines = Field(description="How it begins.", examples=[["I stop answering the phone"]])
    coping: Lines = Field(description="What to do alone.", examples=[["Walk around the block"]])
    contacts: list[CrisisContactShape] = Field(description="Whom to call, the first first.", max_length=MOST_LINES)
    safe_places: Lines = Field(description="Where to go.", examples=[["The library"]])
    safety_steps: Lines = Field(description="How to make the place safe.", examples=[["My sister keeps my pills"]])


class CrisisPlanIn(Input, CrisisPlanOut):
    """What helps the client in a crisis; at least one thing."""

    contacts: list[CrisisContactIn] = Field(  # type: ignore[assignment]
        description="Whom to call, the first first.", max_length=MOST_LINES
    )

    def plan(self) -> CrisisPlan:
        """Return it as the domain takes it."""
        return self.into(CrisisPlan)
