"""Writes names, addresses and telephone numbers of people and places.

https://hl7.org/fhir/R4/datatypes.html#HumanName
"""

from collections.abc import Iterable

from app.adapters.fhir.projected.values import CORE, OURS, Json, code, day, period, said, told
from app.domain.clients.contact import Address, AddressUse, Channel, ContactPoint, ContactSystem, ContactUse
from app.domain.clients.names import Name, NameUse
from app.domain.directory.location import Address as Place
from app.domain.directory.location import Phone, PhoneKind

_NAME_USES = {NameUse.LEGAL: "official", NameUse.PREFERRED: "usual", NameUse.FORMER: "old"}
_ADDRESS_USES = {AddressUse.HOME: "home", AddressUse.TEMPORARY: "temp", AddressUse.FORMER: "old"}
_CONTACT_USES = {
    ContactUse.HOME: "home",
    ContactUse.WORK: "work",
    ContactUse.MOBILE: "mobile",
    ContactUse.TEMPORARY: "temp",
}
_PHONES = {PhoneKind.FAX: "fax", PhoneKind.SMS: "sms", PhoneKind.TTY: "other"}
NO_FIXED_ABODE = "No fixed abode"
PERMITTED = f"{OURS}extension:permitted-channel"


def human_name(name: Name) -> Json:
    """Write a name of a client."""
    return told(
        {
            "use": _NAME_USES[name.use],
            "text": said(name.full),
            "family": said(name.family),
            "given": [given for each in name.given if (given := said(each))],
            "prefix": [prefix] if (prefix := said(name.prefix)) else [],
            "suffix": [suffix] if (suffix := said(name.suffix)) else [],
            "period": period(day(name.since), day(name.until)),
        }
    )


def home(address: Address) -> Json:
    """Write an address of a client; where mail may not be sent, the address is physical only."""
    lines = [line for each in address.lines if (line := said(each))]
    mailing = address.use is AddressUse.MAILING
    return told(
        {
            "use": _ADDRESS_USES.get(address.use),
            "type": "postal" if mailing else "both" if address.post_permitted else "physical",
            "text": None if lines or not address.no_fixed_abode else NO_FIXED_ABODE,
            "line": lines,
            "city": said(address.city),
            "state": said(address.state),
            "postalCode": said(address.postal_code),
            "country": said(address.country),
            "period": period(day(address.since), day(address.until)),
        }
    )


def telecom(point: ContactPoint) -> Json:
    """Write how a client can be reached, with each way that the client permits."""
    permitted = [{"url": PERMITTED, "valueCode": channel.value} for channel in sorted(point.permitted)]
    phone = point.system is ContactSystem.PHONE
    only_text = phone and point.permitted == (Channel.SMS,)
    return told(
        {
            "extension": permitted,
            "system": "sms" if only_text else "phone" if phone else "email",
            "value": said(point.value),
            "use": _CONTACT_USES.get(point.use) if point.use else None,
        }
    )


def reached(
    *, phones: Iterable[Phone] = (), phone: str | None = None, email: str | None = None, url: str | None = None
) -> list[Json]:
    """Write published ways to reach an agency, a service, a place or a worker."""
    found = [_phone(each) for each in phones]
    plain = (("phone", said(phone)), ("email", said(email)), ("url", said(url)))
    return found + [{"system": system, "value": value} for system, value in plain if value]


def place(address: Place | None) -> Json | None:
    """Write the address of a place."""
    if address is None:
        return None
    return (
        told(
            {
                "line": [line for each in address.lines if (line := said(each))],
                "city": said(address.city),
                "district": said(address.region),
                "state": said(address.state),
                "postalCode": said(address.postal_code),
                "country": said(address.country),
            }
        )
        or None
    )


def languages(tags: Iterable[str]) -> list[Json]:
    """Write the languages that are spoken."""
    return [language(tag) for tag in tags]


def language(tag: str) -> Json:
    """Write a language by its BCP-47 tag."""
    return {"coding": [told({"system": "urn:ietf:bcp:47", "code": code(tag)})]}


def _phone(phone: Phone) -> Json:
    number = f"{phone.number} ext. {phone.extension}" if phone.extension else phone.number
    told_: Json = {"system": _PHONES.get(phone.kind, "phone"), "value": said(number)}
    if phone.description and (words := said(phone.description)):
        told_["extension"] = [{"url": f"{CORE}contactpoint-comment", "valueString": words}]
    return told_
