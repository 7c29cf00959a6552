"""Writes everything that the demo network is drawn as, each face on its own line, for other people's judges of FHIR.

Beside it stand one of everything that can be drawn, handoffs in every state and routing, and what each program of the
demo network is served.
"""

import asyncio
import json
import sys
from pathlib import Path

from app.adapters.fhir.instruments.library import InstrumentLibrary
from app.adapters.fhir.projection import FhirProjector
from app.adapters.fhir.search.registry import AUDIT_EVENT
from app.adapters.postgres.embedded.passwords import Role
from app.adapters.postgres.embedded.server import EmbeddedServer
from app.config import Settings
from app.demo import caseloads, stories
from app.demo.network import build
from app.ports.resources import Face, Projection
from app.wiring import open_service
from tests.conformance.walked import walked
from tests.support.drawn_handoffs import every_handoff
from tests.support.drawn_things import every_thing
from tests.support.limits import GENEROUS
from tests.support.postgres import a_migrated_server

SECRET = "a secret for conformance"


class Listening(FhirProjector):
    """The projector, which keeps every face that it draws."""

    def __init__(self) -> None:
        super().__init__(InstrumentLibrary().shipped())
        self.drawn: dict[bytes, None] = {}

    def project(self, thing: object) -> tuple[Projection, ...]:
        """Draw, and keep what was drawn."""
        found = super().project(thing)
        for each in found:
            for face in (each.face, each.other):
                if face is not None:
                    self.drawn[_line(each, face)] = None
        return found


def _line(projection: Projection, face: Face) -> bytes:
    head = json.dumps({"resourceType": projection.type, "id": str(projection.id)})[:-1]
    return f'{head}, "meta": '.encode() + face.meta + b"," + face.content[1:]


async def demo(server: EmbeddedServer, listening: Listening) -> dict[bytes, None]:
    """Tell the demo; return what its programs are served."""
    dsn = server.dsn(role=Role.APP)
    settings = Settings(database_url=dsn, database_worker_url=dsn, secret_key=SECRET, **GENEROUS)
    async with open_service(settings, dsn) as service:
        service.transactions.projector = listening
        secrets = iter(range(1_000))
        told = await build(service.core, lambda: f"secret {next(secrets)}")
        await stories.tell(told)
        await caseloads.care_for(told)
        types = {line.split(b'"', 4)[3].decode() for line in listening.drawn}
        return await walked(service, told, types | {AUDIT_EVENT, "Provenance"})


def main() -> None:
    """Write them to the file that is named."""
    listening = Listening()
    with a_migrated_server() as server:
        served = asyncio.run(demo(server, listening))
    for thing in (*every_thing(), *every_handoff()):
        listening.project(thing)
    Path(sys.argv[1]).write_bytes(b"\n".join((*listening.drawn, *served)) + b"\n")
    print(f"{len(listening.drawn)} faces of resources were drawn, {len(served)} answers served.")  # noqa: T201


if __name__ == "__main__":
    main()
