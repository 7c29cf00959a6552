"""What stands beside the domain's own: posted resources of its types that it does not take over are kept as they came.

An EHR's Organization is no agency of the network, its Practitioner no worker, its plan for a procedure no referral.
"""

from typing import NoReturn
from uuid import UUID

from app.api.fhir.mapped.writer import Posted, Writer
from app.api.fhir.outcomes import not_supported
from app.domain.networks.roles import ANYONE
from app.use_cases.core import Context, Rule, UseCase


def keeping(type_: str) -> Writer:
    """Return the writer of a type of which nothing posted becomes the domain's."""

    def create(posted: Posted) -> UseCase[[], UUID | None]:
        del posted
        return kept(type_)

    def update(subject: UUID, posted: Posted) -> UseCase[[], None]:
        del subject, posted
        return refusing_update(type_)

    return Writer(create=create, update=update, delete=lambda _: refusing_delete(type_))


def kept(type_: str) -> UseCase[[], UUID | None]:
    """Return the use case that takes nothing over, so that it is kept as it came."""
    return UseCase(_nothing, _rule(type_, "create", "c"))


def refusing_update(type_: str) -> UseCase[[], None]:
    """Refuse to change a resource that is drawn from the domain."""

    async def verb(context: Context) -> NoReturn:
        del context
        raise not_supported(f"This {type_} is kept by the network itself: it is changed through /v1.")

    return UseCase(verb, _rule(type_, "update", "u"))


def refusing_delete(type_: str, instead: str = "give it the status entered-in-error.") -> UseCase[[], None]:
    """Refuse to delete a resource that is drawn from the domain, which ends things and forgets none."""

    async def verb(context: Context) -> NoReturn:
        del context
        raise not_supported(f"This {type_} is kept by the network itself: {instead}")

    return UseCase(verb, _rule(type_, "delete", "d"))


async def _nothing(context: Context) -> None:
    del context


def _rule(type_: str, verb: str, permission: str) -> Rule:
    return Rule(action=f"{type_}.{verb}", resource=type_, permission=permission, roles=ANYONE)
