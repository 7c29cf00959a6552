"""How often something comes round again, as it is sent and shown."""

from pydantic import BaseModel, Field

from app.api.rest.schemas.shapes import Input
from app.domain.care_plans.review import MOST_UNITS, Cadence, CadenceUnit


class CadenceOut(BaseModel):
    """How often."""

    every: int = Field(description="How many of the unit.", ge=1, le=MOST_UNITS, examples=[3])
    unit: CadenceUnit = Field(description="Days, weeks or months.", examples=["months"])


class CadenceIn(Input, CadenceOut):
    """How often."""

    def cadence(self) -> Cadence:
        """Return it as the domain takes it."""
        return Cadence(every=self.every, unit=self.unit)
