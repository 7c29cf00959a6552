"""What documents give: inputs made of the models that REST takes, and read back into what those models check."""

from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any
from uuid import UUID

import strawberry
from fastapi._compat import ModelField
from pydantic import BaseModel
from pydantic.fields import FieldInfo
from strawberry.types.arguments import StrawberryArgument
from strawberry.types.field import StrawberryField

from app.api.graphql.declared import pages
from app.api.graphql.leaves import Form, Leaves, form_of
from app.api.graphql.naming import camel, input_of, local_id
from app.api.graphql.nouns import words_of
from app.api.graphql.shells import argument, field, shell
from app.api.pages import PAGE_MEMBERS

Read = Callable[[Any], Any]


class Inputs:
    """Makes the inputs of the graph, once for each model, and what turns their values into those of REST."""

    def __init__(self, leaves: Leaves) -> None:
        self._leaves = leaves
        self._types: dict[type[BaseModel], type] = {}
        self._reads: dict[type[BaseModel], Mapping[str, tuple[str, Read]]] = {}

    def argument(self, name: str, parameter: ModelField) -> StrawberryArgument:
        """Return the argument of a field that stands for a parameter of REST."""
        info, form = parameter.field_info, form_of(parameter.field_info.annotation)
        fixed = not info.is_required() and info.default is not None
        default = self._default(form, info.default) if fixed else strawberry.UNSET
        words = words_of(info) or f"The {parameter.name.removesuffix('_id').replace('_', ' ')}."
        return argument(name, self.annotation(form, nullable=form.nullable), words, default)

    def annotation(self, form: Form, *, nullable: bool) -> Any:
        """Return the annotation of an input of some form."""
        if form.model is not None:
            return form.of(self.type_of(form.model), nullable=nullable)
        kind = strawberry.ID if form.core is UUID else self._leaves.type_of(form)
        return form.of(kind, nullable=nullable)

    def type_of(self, model: type[BaseModel]) -> type:
        """Return the input type of a model."""
        if model not in self._types:
            self._types[model], fields = shell(input_of(model.__name__), model.__doc__, is_input=True)
            left_out = PAGE_MEMBERS if pages(model) else ()  # `first` and `after` say that
            told = {name: info for name, info in model.model_fields.items() if name not in left_out}
            fields += [self._field(name, info) for name, info in told.items()]
        return self._types[model]

    def reader(self, form: Form) -> Read:
        """Return what turns a value of a document into one of REST."""
        one = self._reader_of_one(form)
        if not form.many:
            return lambda value: None if value is None else one(value)
        return lambda values: None if values is None else [one(value) for value in values]

    def _reader_of_one(self, form: Form) -> Read:
        if (model := form.model) is not None:
            return lambda value: self._read(model, value)
        if form.enum is not None:
            return lambda value: value.value
        return local_id if form.core is UUID else lambda value: value

    def _read(self, model: type[BaseModel], value: Mapping[str, Any]) -> dict[str, Any]:
        if model not in self._reads:
            self._reads[model] = {
                camel(name): (name, self.reader(form_of(info.annotation))) for name, info in model.model_fields.items()
            }
        members = self._reads[model]
        return {members[name][0]: members[name][1](told) for name, told in value.items()}

    def _field(self, name: str, info: FieldInfo) -> StrawberryField:
        optional = not info.is_required()
        annotation = self.annotation(form_of(info.annotation), nullable=optional)
        return field(camel(name), annotation, words_of(info), optional=optional)

    def _default(self, form: Form, default: object) -> object:
        return self._leaves.enum_of(form.enum)(default.value) if form.enum and isinstance(default, Enum) else default
