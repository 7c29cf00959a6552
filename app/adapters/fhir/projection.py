"""The projector: makes FHIR resources of aggregates; what draws them is loaded with the first, as no start waits."""

from collections.abc import Collection, Mapping

from app.domain.assessments.assessment import InstrumentName
from app.domain.assessments.instrument import Instrument
from app.domain.codes import Sensitivity
from app.ports.instruments import Edition
from app.ports.resources import Face, Projection, Terms


class FhirProjector:
    """Makes resources of aggregates; `shipped` are the instruments that come with the software."""

    def __init__(self, shipped: Mapping[tuple[str, str], Edition]) -> None:
        self._shipped = shipped

    def project(self, thing: object) -> tuple[Projection, ...]:
        """Return what an aggregate looks like; nothing for what is no resource."""
        from app.adapters.fhir.drawn import project  # noqa: PLC0415 - slow to load

        return project(thing, self._instrument)

    def merge(self, projection: Projection, source: Face, rendered: Face) -> Projection:
        """Put back what was posted: each member that the aggregate renders as it did right then is as it was posted.

        The terms follow. The other face holds nothing of what was posted that the first shows and it does not.
        """
        from app.adapters.fhir.drawn import merge  # noqa: PLC0415 - slow to load

        return merge(projection, source, rendered)

    def labelled(self, type_: str, face: Face, terms: Terms, labels: Collection[Sensitivity]) -> tuple[Face, Terms]:
        """Return a face whose meta names the labels that a kept resource bears, and its terms."""
        from app.adapters.fhir.labelling import labelled  # noqa: PLC0415 - slow to load

        return labelled(type_, face, terms, labels) if labels else (face, terms)

    def relabelled(self, type_: str, face: Face, labels: Collection[Sensitivity]) -> tuple[Face, Terms]:
        """Do the same to what is kept already; its terms are taken from it anew."""
        from app.adapters.fhir.labelling import relabelled  # noqa: PLC0415 - slow to load

        return relabelled(type_, face, labels)

    def _instrument(self, name: InstrumentName) -> Instrument | None:
        edition = self._shipped.get((name.key, name.version))
        return edition.instrument if edition else None
