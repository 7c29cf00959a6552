"""Group: one that says which kind of household it is is a household; every other one is kept as it came.

https://hl7.org/fhir/R4/group.html

Which members are clients is not told back, since who may know of each of them differs from asker to asker. So a member
who is not named stays, and one who is `inactive` leaves.
"""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from app.api.fhir.drafting import face_of
from app.api.fhir.mapped.beside import kept, refusing_delete
from app.api.fhir.mapped.elements import Json, id_of, identifiers_of, named, pointing
from app.api.fhir.mapped.parts import OURS, Part, changes_of, coded, fields_of, said_anew, spelled, told_now, value_of
from app.api.fhir.mapped.writer import Posted, Writer
from app.domain.clients.household import HouseholdKind, Relationship
from app.domain.errors import Fault, Invalid
from app.domain.faults import Faults
from app.domain.identity import ClientId
from app.domain.sensitivity.labelling import labels_for
from app.ports.resources import Face
from app.use_cases.clients import households
from app.use_cases.core import Context, UseCase
from app.use_cases.told.told_households import ToldHousehold, ToldMember, described, recorded

TYPE = "Group"
SYSTEM = f"{OURS}household-kind"
PLACES = {
    "/name": "Group.name",
    "/kind": "Group.code",
    "/identifiers": "Group.identifier",
    "/members": "Group.member",
}


def writer() -> Writer:
    """Return the writer; which clients are members is kept by the domain alone."""
    instead = "let its members be inactive."
    return Writer(create=_created, update=_updated, delete=lambda _: refusing_delete(TYPE, instead), shown=_shown)


def _created(posted: Posted) -> UseCase[[], UUID | None]:
    resource = posted.resource
    whole = resource["type"] == "person" and resource["actual"] and "modifierExtension" not in resource
    if not whole or not any(coded([resource.get("code", {})], SYSTEM)):
        return kept(TYPE)
    _check(posted, None)
    told = ToldHousehold(
        fields=fields_of(PARTS, resource),
        members=tuple(_members(resource)),
        references=posted.named,
    )
    record, managed = recorded(told), id_of(resource, "managingEntity", "Organization")

    async def verb(context: Context) -> UUID | None:
        if managed not in (None, context.actor.agency):
            fault = Fault(pointer="Group.managingEntity", message="must be your own agency")
            raise Invalid("household.invalid", "The household cannot be as described.", faults=(fault,))
        return await record(context)

    return pointing(UseCase(verb, record.rule), PLACES | _places(resource))


def _updated(subject: UUID, posted: Posted) -> UseCase[[], None]:
    resource = posted.resource

    async def verb(context: Context) -> None:
        now = await told_now(context, TYPE, subject)
        _check(posted, now)
        told = ToldHousehold(
            fields=changes_of(PARTS, resource, now),
            members=tuple(_members(resource)) if "member" in said_anew(resource, now) else None,
            references=posted.named,
        )
        await described(told, subject)(context)

    return pointing(UseCase(verb, households.describe.rule), PLACES)


def _check(posted: Posted, now: Json | None) -> None:
    """Refuse what no household can be; a new one is managed by who records it, whether that is said or not."""
    resource, faults = posted.resource, Faults()
    for code in coded([resource.get("code", {})], SYSTEM):
        words = ", ".join(each.value for each in HouseholdKind)
        faults.require(spelled(code) in set(HouseholdKind), "Group.code.coding", f"must be one of {words}")
    labels = posted.draft.security | labels_for(posted.draft.codings)
    faults.require(not labels, "Group.meta.security", "no household bears a label")
    _check_members(resource, faults)
    if now is not None:
        faults.require(any(coded([resource.get("code", {})], SYSTEM)), "Group.code", "must say the kind of household")
        for name in ("type", "actual"):
            faults.require(resource.get(name) == now.get(name), f"Group.{name}", "must stay the same")
        managed = id_of(resource, "managingEntity", "Organization")
        same = managed == id_of(now, "managingEntity", "Organization") or "managingEntity" not in resource
        faults.require(same, "Group.managingEntity", "must stay the same")
    faults.refuse("household.invalid", "The household cannot be as described.")


def _check_members(resource: Json, faults: Faults) -> None:
    """Note who can be no member; whoever is named twice would be one of the two."""
    called: list[object] = []
    for place, member in enumerate(resource.get("member", ())):
        who, at = named(member, "entity"), f"Group.member[{place}]"
        words = member["entity"].get("display")
        faults.require((who and who[0] == "Patient") or words, f"{at}.entity", "must be a Patient, or somebody by name")
        said, head = value_of(member, "relationship"), value_of(member, "head")
        known = ", ".join(each.value.replace("_", "-") for each in Relationship)
        faults.require(said is None or spelled(said) in set(Relationship), f"{at}.extension", f"must be one of {known}")
        faults.require(head is None or isinstance(head, bool), f"{at}.extension", "head is true or false")
        called.append(who or words)
    faults.distinct(called, "Group.member")


def _members(resource: Json) -> Iterator[ToldMember]:
    for member in resource.get("member", ()):
        client = id_of(member, "entity", "Patient")
        said = value_of(member, "relationship")
        yield ToldMember(
            client=None if client is None else ClientId(client),
            name=None if client is not None else member["entity"].get("display"),
            relationship=None if said is None else Relationship(spelled(said)),
            head=value_of(member, "head"),
            left=bool(member.get("inactive")),
        )


def _places(resource: Json) -> dict[str, str]:
    """Return which elements the members are that a new household has."""
    staying = (place for place, each in enumerate(resource.get("member", ())) if not each.get("inactive"))
    return {f"/members/{number}": f"Group.member[{place}].entity" for number, place in enumerate(staying)}


def _kind(resource: Json) -> HouseholdKind:
    said = (spelled(code) for code in coded([resource.get("code", {})], SYSTEM))
    return HouseholdKind(next(said, HouseholdKind.OTHER))


def _shown(posted: Posted) -> Face:
    """Return what may be remembered of it: members who are no clients."""
    resource: dict[str, Any] = dict(posted.resource)
    others = [each for each in resource.pop("member", ()) if id_of(each, "entity", "Patient") is None]
    return face_of(resource | ({"member": others} if others else {}))


PARTS = (
    Part("kind", _kind, ("code",)),
    Part("name", lambda resource: resource.get("name"), ("name",)),
    Part("identifiers", identifiers_of, ("identifier",)),
)
