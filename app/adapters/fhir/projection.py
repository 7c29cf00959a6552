"""The projector: makes FHIR resources of aggregates; what draws them is loaded with the first, as no start waits."""

from collections import OrderedDict
from collections.abc import Collection, Mapping

from app.domain.assessments.assessment import Assessment, InstrumentName
from app.domain.assessments.instrument import Instrument
from app.domain.assessments.own_instrument import Definition
from app.domain.codes import Sensitivity
from app.domain.identity import NetworkId
from app.domain.networks.network import Network
from app.ports.instruments import Edition
from app.ports.resources import Face, Projection, Terms

MOST_KNOWN = 500
_Known = tuple[NetworkId, InstrumentName]


class FhirProjector:
    """Makes resources of aggregates; `shipped` are the instruments that come with the software.

    A network is drawn as what comes with it: the Questionnaires of these.
    """

    def __init__(self, shipped: Mapping[tuple[str, str], Edition]) -> None:
        self._shipped = shipped
        self._own: OrderedDict[_Known, Instrument] = OrderedDict()
        self._with_networks: tuple[Projection, ...] = ()

    def project(self, thing: object) -> tuple[Projection, ...]:
        """Return what an aggregate looks like; nothing for what is no resource."""
        if isinstance(thing, Network):
            return self._library()
        from app.adapters.fhir.drawn import project  # noqa: PLC0415 - slow to load

        return project(thing, self._instrument)

    def lacks(self, thing: object) -> InstrumentName | None:
        """Return which instrument of its network must be learnt before a thing is drawn."""
        if not isinstance(thing, Assessment) or self._instrument(thing) is not None:
            return None
        return thing.instrument

    def learn(self, network: NetworkId, name: InstrumentName, definition: Definition) -> None:
        """Learn an instrument that a network has published, and never changes; the oldest known makes room."""
        from app.adapters.fhir.instruments.library import read_instrument  # noqa: PLC0415 - slow to load

        self._own[network, name] = read_instrument(name.key, name.version, definition)
        if len(self._own) > MOST_KNOWN:
            self._own.popitem(last=False)

    def _library(self) -> tuple[Projection, ...]:
        from app.adapters.fhir.drawn import project_shipped  # noqa: PLC0415 - slow to load

        self._with_networks = self._with_networks or project_shipped(self._shipped.values())
        return self._with_networks

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

    def _instrument(self, assessment: Assessment) -> Instrument | None:
        name = assessment.instrument
        edition = self._shipped.get((name.key, name.version))
        return edition.instrument if edition else self._own.get((assessment.network, name))
