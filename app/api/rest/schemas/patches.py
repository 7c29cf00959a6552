"""Merge patches (RFC 7396): what is absent stays, what is null is taken away, a list is replaced as a whole."""

from typing import Any

from app.api.rest.schemas.shapes import Input


class Patch(Input):
    """What a caller wants changed: every field may be absent or null."""

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        """Let each field be null, and absent by default."""
        super().__pydantic_init_subclass__(**kwargs)
        for field in cls.model_fields.values():
            field.annotation = field.annotation | None  # type: ignore[operator, assignment]
            field.default, field.default_factory = None, None
