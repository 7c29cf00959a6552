"""The projector of a service that serves no resources."""

from collections.abc import Collection

from app.domain.assessments.assessment import InstrumentName
from app.domain.assessments.own_instrument import Definition
from app.domain.codes import Sensitivity
from app.domain.identity import NetworkId
from app.ports.resources import Face, Projection, Terms


class NoProjector:
    """Makes nothing of anything, where no resources are served."""

    def lacks(self, thing: object) -> InstrumentName | None:
        """Return nothing."""
        del thing
        return None

    def learn(self, network: NetworkId, name: InstrumentName, definition: Definition) -> None:
        """Forget it."""

    def project(self, thing: object) -> tuple[Projection, ...]:
        """Return nothing."""
        del thing
        return ()

    def labelled(self, type_: str, face: Face, terms: Terms, labels: Collection[Sensitivity]) -> tuple[Face, Terms]:
        """Return what was given."""
        del type_, labels
        return face, terms

    def relabelled(self, type_: str, face: Face, labels: Collection[Sensitivity]) -> tuple[Face, Terms]:
        """Return what was given, found by nothing."""
        del type_, labels
        return face, Terms()

    def merge(self, projection: Projection, source: Face, rendered: Face) -> Projection:
        """Return what was given."""
        del source, rendered
        return projection
