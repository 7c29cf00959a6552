"""The table of writers: a mapped type that is not in it is read only."""

from collections.abc import Mapping

from app.api.fhir.mapped.writer import Writer

WRITERS: Mapping[str, Writer] = {}
