"""Networks' own instruments, read for the projector: answers are nested as their questions are."""

from collections.abc import Iterable

from app.adapters.postgres.session import Session
from app.adapters.postgres.statements import Statement
from app.domain.assessments.own_instrument import Definition
from app.ports.resources import Projector

_WRITTEN_IN = Statement.text(
    "SELECT questionnaire, scoring, rules FROM instruments WHERE network_id = $1 AND key = $2 AND edition = $3",
    *("network", "key", "edition"),
)


async def learn(session: Session, projector: Projector, things: Iterable[object]) -> None:
    """Tell the projector of the instruments that it lacks for these."""
    for name in {lacked for thing in things if (lacked := projector.lacks(thing)) is not None}:
        row = await session.fetch_row(_WRITTEN_IN, key=name.key, edition=name.version)
        if row is not None:
            definition = Definition(questionnaire=row["questionnaire"], scoring=row["scoring"], rules=row["rules"])
            projector.learn(session.network, name, definition)
