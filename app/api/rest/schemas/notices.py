"""The notices that go with what bears a label, as they are shown."""

from typing import Annotated

from pydantic import Field

from app.api.rest.schemas.shapes import Shape
from app.domain.sensitivity.notices import PART_2, NoticeCode


class NoticeOut(Shape):
    """What the law wants said to whoever is told of another agency's record; it stays with every copy."""

    code: NoticeCode = Field(description="Which notice it is.", examples=[PART_2.code.value])
    text: str = Field(description="The notice, to the letter.", examples=[PART_2.text])
    source: str = Field(description="Where the law has it.", examples=[PART_2.source])


Notices = Annotated[
    list[NoticeOut],
    Field(
        description="What must be said with this when it is told on: the header `Redisclosure-Notice` in full.",
        examples=[[]],
    ),
]
