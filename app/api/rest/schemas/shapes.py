"""What inputs and outputs share, so that a noun's fields are described once for both directions."""

from typing import Annotated, Any, TypeVar, get_args, get_origin

import msgspec
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, Strict

D = TypeVar("D")

NAME_LENGTH = 300
TEXT_LENGTH = 20_000
SECONDS_AFTER = 5  # the length of 09:00


STRICT = Strict()  # "5" is no number and 1 is no truth


def _nothing() -> list[Any]:
    return []  # `list` itself would do, but pydantic asks for its signature, which is slow and leaves much behind


def _whole(value: object) -> object:
    return int(value) if isinstance(value, float) and value.is_integer() else value  # JSON has no 5.0 beside 5


class Shape(BaseModel):
    """Fields and their words; what checks them is built when it is first used: of most models it never is."""

    model_config = ConfigDict(defer_build=True)


class Input(Shape):
    """What a caller sends: nothing unknown; whatever may be null or empty may also be left out."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"additionalProperties": False})

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        """Give fields that may be null or empty that value as their default; take numbers and truths as they are."""
        super().__pydantic_init_subclass__(**kwargs)
        for field in cls.model_fields.values():
            if {bool, float, int} & {field.annotation, *get_args(field.annotation)} and STRICT not in field.metadata:
                field.metadata += [STRICT, BeforeValidator(_whole)]
            if not field.is_required():
                continue
            if type(None) in get_args(field.annotation):
                field.default = None
            elif get_origin(field.annotation) is list and not any(getattr(m, "min_length", 0) for m in field.metadata):
                field.default_factory = _nothing

    def into(self, kind: type[D], *without: str) -> D:
        """Turn what was sent into a domain value whose fields have the same names."""
        return msgspec.convert(self.model_dump(mode="json", exclude=set(without)), kind)


def _with_seconds(text: str) -> str:
    return f"{text}:00" if len(text) == SECONDS_AFTER else text


Name = Annotated[str, Field(min_length=1, max_length=NAME_LENGTH)]
Words = Annotated[str, Field(min_length=1, max_length=TEXT_LENGTH)]
Email = Annotated[str, Field(max_length=254, examples=["office@partner.example"])]
WebAddress = Annotated[str, Field(max_length=2000, examples=["https://partner.example"])]
LanguageTag = Annotated[str, Field(max_length=40, examples=["es"], description="BCP-47 language tag.")]
ClockTime = Annotated[
    str,
    Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$", examples=["09:00:00"]),
    AfterValidator(_with_seconds),
]


class ExternalIdentifier(Shape):
    """What another system calls the same thing."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"additionalProperties": False})

    system: Name = Field(description="A URI of that system.", examples=["https://211.example/organizations"])
    value: Name = Field(description="The identifier there.", examples=["143"])
