"""Types of Strawberry's that are made while the program runs, by their definitions: its decorators take seconds."""

from collections.abc import Sequence
from dataclasses import MISSING

import strawberry
from strawberry.annotation import StrawberryAnnotation
from strawberry.types.arguments import StrawberryArgument
from strawberry.types.base import StrawberryObjectDefinition
from strawberry.types.field import StrawberryField


def shell(
    name: str, description: str | None, *, is_input: bool = False, interfaces: Sequence[type] = ()
) -> tuple[type, list[StrawberryField]]:
    """Return a type without fields, and the list that takes them: types that lead to one another are made so."""
    kind = type(name, (), {})
    fields: list[StrawberryField] = []
    kind.__strawberry_definition__ = StrawberryObjectDefinition(  # type: ignore[attr-defined]
        name=name,
        is_input=is_input,
        is_interface=False,
        origin=kind,
        description=description,
        interfaces=[each.__strawberry_definition__ for each in interfaces],  # type: ignore[attr-defined]
        extend=False,
        directives=(),
        is_type_of=None,
        resolve_type=None,
        fields=fields,
    )
    return kind, fields


def field(
    name: str,
    annotation: object,
    description: str | None = None,
    arguments: Sequence[StrawberryArgument] = (),
    *,
    optional: bool = False,
) -> StrawberryField:
    """Return a field; nothing resolves it, for plans do. An optional one of an input may be left out."""
    made = StrawberryField(
        python_name=name,
        graphql_name=name,
        type_annotation=StrawberryAnnotation(annotation),
        description=description,
        default=strawberry.UNSET if optional else MISSING,
    )
    made.arguments = list(arguments)
    return made


def argument(name: str, annotation: object, description: str, default: object = strawberry.UNSET) -> StrawberryArgument:
    """Return an argument."""
    return StrawberryArgument(
        python_name=name,
        graphql_name=name,
        type_annotation=StrawberryAnnotation(annotation),
        description=description,
        default=default,
    )
