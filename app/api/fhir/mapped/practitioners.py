"""Practitioner and PractitionerRole: who is given a role of ours at an agency is its worker, others are kept.

https://hl7.org/fhir/R4/practitioner.html, https://hl7.org/fhir/R4/practitionerrole.html

The person comes first, and is kept; the part that the person has at the agency makes both of them the worker's.
"""

from uuid import UUID

from app.api.fhir.mapped.beside import kept, refusing_delete
from app.api.fhir.mapped.elements import Json, content_of, id_of, identifiers_of, name_of, pointing, way_of
from app.api.fhir.mapped.naming import naming
from app.api.fhir.mapped.parts import OURS, Part, changes_of, coded, fields_of, said_anew, spelled, told_now
from app.api.fhir.mapped.published import languages_of
from app.api.fhir.mapped.writer import Posted, Writer
from app.domain.errors import Fault, Invalid
from app.domain.identity import AgencyId
from app.domain.networks.roles import ANYONE, GRANTABLE, Role
from app.ports.resources import Face
from app.use_cases.core import Context, Rule, UseCase
from app.use_cases.told.told_directory import of_network
from app.use_cases.told.told_workers import ToldWorker, describe_worker, employ_worker

PERSON, PART = "Practitioner", "PractitionerRole"
ROLE = f"{OURS}role"
WHERE, CODE = "PractitionerRole.organization", "PractitionerRole.code"
PLACES = {
    "/given": "Practitioner.name",
    "/family": "Practitioner.name",
    "/email": "Practitioner.telecom",
    "/phone": "Practitioner.telecom",
    "/languages": "Practitioner.communication",
    "/identifiers": "Practitioner.identifier",
    "/roles": CODE,
    "/title": CODE,
    "/practitioner": "PractitionerRole.practitioner",
}


def writer_of_person() -> Writer:
    """Return the writer of a Practitioner: a new one is kept until somebody employs it."""
    return Writer(
        create=lambda _: kept(PERSON),
        update=lambda subject, posted: _updated(PERSON, subject, posted),
        delete=lambda _: refusing_delete(PERSON, "let it not be active."),
    )


def writer_of_part() -> Writer:
    """Return the writer of a PractitionerRole."""
    return Writer(
        create=_employed,
        update=lambda subject, posted: _updated(PART, subject, posted),
        delete=lambda _: refusing_delete(PART, "let it not be active."),
    )


def _employed(posted: Posted) -> UseCase[[], UUID | None]:
    resource = posted.resource
    agency, person = id_of(resource, "organization", "Organization"), id_of(resource, "practitioner", PERSON)
    named = any(coded(resource.get("code", ()), ROLE)) and "modifierExtension" not in resource
    if agency is None or not named or not resource.get("active", True):
        return kept(PART)

    async def verb(context: Context) -> UUID | None:
        if not await of_network(context, AgencyId(agency)):
            return None
        _check_roles(resource)
        told = ToldWorker(fields=fields_of(PARTS[PART], resource), references=posted.named)
        return await naming(WHERE, lambda: employ_worker(context, AgencyId(agency), person, told, _of_person))

    return pointing(UseCase(verb, _rule(PART, "create", "c")), PLACES)


def _updated(type_: str, subject: UUID, posted: Posted) -> UseCase[[], None]:
    resource = posted.resource

    async def verb(context: Context) -> None:
        now = await told_now(context, type_, subject)
        if type_ == PART:
            _check_roles(resource)
            _check_same(resource, now)
        told = ToldWorker(
            fields=changes_of(PARTS[type_], resource, now),
            active=resource.get("active", True) if "active" in said_anew(resource, now) else None,
            references=posted.named,
        )
        await describe_worker(context, type_, subject, told)

    return pointing(UseCase(verb, _rule(type_, "update", "u")), PLACES)


def _check_roles(resource: Json) -> None:
    """Refuse a role that nobody can be given."""
    codes = {spelled(code) for code in coded(resource.get("code", ()), ROLE)}
    if not codes or not codes <= GRANTABLE:
        words = ", ".join(sorted(each.replace("_", "-") for each in GRANTABLE))
        raise _refused(CODE, f"must name at least one role of {ROLE}, each one of {words}")


def _check_same(resource: Json, now: Json) -> None:
    """Refuse to make it somebody else's part, or a part elsewhere."""
    for member in ("organization", "practitioner"):
        if id_of(resource, member, "Organization", PERSON) != id_of(now, member, "Organization", PERSON):
            raise _refused(f"{PART}.{member}", "must stay the same")


def _refused(expression: str, message: str) -> Invalid:
    fault = Fault(pointer=expression, message=message)
    return Invalid("worker.invalid", "The worker cannot be as described.", faults=(fault,))


def _of_person(face: Face) -> dict[str, object]:
    """Read a Practitioner that was kept."""
    return fields_of(PARTS[PERSON], content_of(face))


def _given(resource: Json) -> str:
    return _name(resource)[0]


def _family(resource: Json) -> str:
    return _name(resource)[1]


def _name(resource: Json) -> tuple[str, str]:
    """Return given and family name: of a name in one text the last word is that of the family."""
    for name in sorted(resource.get("name", ()), key=lambda each: each.get("use") in ("old", "maiden")):
        if "family" in name and name.get("given"):
            return " ".join(name["given"]), name["family"]
    given, _, family = (name_of(resource.get("name", ())) or "").rpartition(" ")
    return given, family


def _title(resource: Json) -> str | None:
    """Return what somebody is called there: the first code that is no role of ours."""
    for concept in resource.get("code", ()):
        if not any(coded([concept], ROLE)):
            words = (each.get("display") for each in concept.get("coding", ()))
            return concept.get("text") or next((each for each in words if each), None)
    return None


def _roles(resource: Json) -> frozenset[Role]:
    return frozenset(Role(spelled(code)) for code in coded(resource.get("code", ()), ROLE))


def _rule(type_: str, verb: str, permission: str) -> Rule:
    return Rule(action=f"{type_}.{verb}", resource=type_, permission=permission, roles=ANYONE)


WAYS = (
    Part("phone", lambda resource: way_of(resource, "phone", "sms"), ("telecom",)),
    Part("email", lambda resource: way_of(resource, "email"), ("telecom",)),
)
PARTS = {
    PERSON: (
        Part("given", _given, ("name",)),
        Part("family", _family, ("name",)),
        *WAYS,
        Part("languages", lambda resource: languages_of(resource.get("communication", [])), ("communication",)),
        Part("identifiers", identifiers_of, ("identifier",)),
    ),
    PART: (Part("title", _title, ("code",)), Part("roles", _roles, ("code",)), *WAYS),
}
