"""How a FHIR Patient can be reached and where the person lives: taken over without any permission to use it."""

import re

from app.adapters.fhir.resources.elements import Element
from app.domain.clients.contact import LINE_LENGTH, Address, AddressUse, ContactPoint, ContactSystem, ContactUse
from app.domain.faults import Faults

_SYSTEMS = {"phone": ContactSystem.PHONE, "sms": ContactSystem.PHONE, "email": ContactSystem.EMAIL}
_USES = {
    "home": ContactUse.HOME,
    "work": ContactUse.WORK,
    "mobile": ContactUse.MOBILE,
    "temp": ContactUse.TEMPORARY,
}
_ADDRESS_USES = {
    "home": AddressUse.HOME,
    "temp": AddressUse.TEMPORARY,
    "old": AddressUse.FORMER,
    "billing": AddressUse.MAILING,
}
_COUNTRIES = {"USA": "US", "UNITED STATES": "US", "UNITED STATES OF AMERICA": "US", "U.S.A.": "US", "U.S.": "US"}
_COUNTRY = re.compile(r"[A-Z]{2}")
_ZIP = re.compile(r"\d{5}(?:-?\d{4})?")
_ZIP_LENGTH = 5


def contact_points(patient: Element) -> tuple[ContactPoint, ...]:
    """Read telephone numbers and e-mail addresses; another system's record permits no use of them here."""
    found: dict[tuple[ContactSystem, str | None], ContactPoint] = {}
    for telecom in patient.elements("telecom"):
        value = telecom.text("value")
        if value is None or telecom.members.get("use") == "old":
            continue
        system = _SYSTEMS.get(str(telecom.members.get("system")))
        if system is None:
            telecom.left_out("telecom", "system", "This is neither a telephone nor e-mail.")
            continue
        point = ContactPoint(system=system, value=value, use=_USES.get(str(telecom.members.get("use"))))
        faults = Faults()
        point.check(faults, "")
        if faults.found:
            telecom.left_out("telecom", "value", f"It {faults.found[0].message}.")
        else:
            found.setdefault((system, point.key), point)
    return tuple(found.values())


def addresses(patient: Element) -> tuple[Address, ...]:
    """Read addresses; where a line says that somebody has no fixed abode, that is what is taken over."""
    found = []
    for element in patient.elements("address"):
        address = _address(element)
        faults = Faults()
        address.check(faults, "")
        if faults.found:
            element.left_out("address", faults.found[0].pointer.strip("/"), f"It {faults.found[0].message}.")
        else:
            found.append(address)
    return tuple(dict.fromkeys(found))


def _address(element: Element) -> Address:
    lines = element.texts("line", LINE_LENGTH)[:6]
    words = element.text("text", LINE_LENGTH)
    country = _country(element)
    since, until = element.period()
    use = _ADDRESS_USES.get(str(element.members.get("use")), AddressUse.HOME)
    return Address(
        use=AddressUse.MAILING if element.members.get("type") == "postal" and use is AddressUse.HOME else use,
        lines=lines or ((words,) if words and not element.members.get("city") else ()),
        city=element.text("city", 100),
        state=element.text("state", 100),
        postal_code=_postal_code(element, country),
        country=country,
        no_fixed_abode=any(line.casefold() in ("homeless", "no fixed abode", "no fixed address") for line in lines),
        since=since,
        until=until,
    )


def _country(element: Element) -> str:
    said = (element.text("country") or "US").upper()
    code = _COUNTRIES.get(said, said)
    if _COUNTRY.fullmatch(code):
        return code
    element.left_out("country", "country", "This is no ISO 3166 code.")
    return "US"


def _postal_code(element: Element, country: str) -> str | None:
    code = element.text("postalCode", 20)
    if code is None or country != "US":
        return code
    if not _ZIP.fullmatch(code):
        element.left_out("postal-code", "postalCode", "This is no ZIP code.")
        return None
    return code if len(code) == _ZIP_LENGTH or "-" in code else f"{code[:_ZIP_LENGTH]}-{code[_ZIP_LENGTH:]}"
