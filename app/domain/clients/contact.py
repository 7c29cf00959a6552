"""How a client may be reached and where the client lives, each way with the client's own permission."""

import re
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from app.domain.clients.names import search_key
from app.domain.faults import Faults

LINE_LENGTH = 200


class Channel(StrEnum):
    """A way to reach somebody."""

    CALL = "call"
    SMS = "sms"
    VOICEMAIL = "voicemail"
    EMAIL = "email"
    POST = "post"


class ContactSystem(StrEnum):
    """What a contact point is an address of."""

    PHONE = "phone"
    EMAIL = "email"


CHANNELS = {
    ContactSystem.PHONE: frozenset({Channel.CALL, Channel.SMS, Channel.VOICEMAIL}),
    ContactSystem.EMAIL: frozenset({Channel.EMAIL}),
}


class ContactUse(StrEnum):
    """Whose or which line it is."""

    HOME = "home"
    WORK = "work"
    MOBILE = "mobile"
    TEMPORARY = "temporary"


class Day(StrEnum):
    """A day of the week."""

    MONDAY = "mon"
    TUESDAY = "tue"
    WEDNESDAY = "wed"
    THURSDAY = "thu"
    FRIDAY = "fri"
    SATURDAY = "sat"
    SUNDAY = "sun"


MOST_HOURS = 28


@dataclass(frozen=True, slots=True, kw_only=True)
class SafeHours:
    """When on one day it is safe to reach the client, in the client's local time; `closes` is exclusive."""

    day: Day
    opens: time
    closes: time

    def check(self, faults: Faults, pointer: str) -> None:
        """Note what is wrong with the hours."""
        faults.require(self.opens < self.closes, f"{pointer}/closes", "must be after opens")


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactPoint:
    """A telephone number or e-mail address; only the channels in `permitted` may be used: an empty list means none.

    Without `safe_hours` any hour is safe.
    """

    system: ContactSystem
    value: str
    use: ContactUse | None = None
    permitted: tuple[Channel, ...] = ()
    safe_hours: tuple[SafeHours, ...] = ()
    note: str | None = None

    def check(self, faults: Faults, pointer: str) -> None:
        """Note what is wrong with the contact point."""
        if self.system is ContactSystem.EMAIL:
            faults.email(self.value, f"{pointer}/value")
        else:
            faults.require(phone_key(self.value), f"{pointer}/value", "must be a telephone number of 7 to 15 digits")
        fitting = sorted(CHANNELS[self.system])
        for place, channel in enumerate(self.permitted):
            faults.require(channel in fitting, f"{pointer}/permitted/{place}", f"must be one of {', '.join(fitting)}")
        faults.distinct(self.permitted, f"{pointer}/permitted")
        faults.at_most(self.safe_hours, MOST_HOURS, f"{pointer}/safe_hours")
        for place, hours in enumerate(self.safe_hours):
            hours.check(faults, f"{pointer}/safe_hours/{place}")
        faults.text(self.note, f"{pointer}/note", most=500)

    @property
    def key(self) -> str | None:
        """The form under which the contact point is compared; None when it has none."""
        return phone_key(self.value) if self.system is ContactSystem.PHONE else self.value.strip().casefold()


_PHONE = re.compile(r"\+?[\d\s().\-/]{7,40}(?:\s*(?:x|ext\.?|#)\s*\d{1,6})?", re.IGNORECASE)
_EXTENSION = re.compile(r"\s*(?:x|ext\.?|#)\s*\d+$", re.IGNORECASE)
_SHORTEST, _LONGEST, _NORTH_AMERICAN = 7, 15, 10


def phone_key(text: str) -> str | None:
    """Return the digits of a telephone number with its country (ten digits are North American); None if it is none."""
    if not _PHONE.fullmatch(text.strip()):
        return None
    digits = re.sub(r"\D", "", _EXTENSION.sub("", text.strip()))
    if not digits.isascii() or not _SHORTEST <= len(digits) <= _LONGEST:
        return None
    return f"1{digits}" if len(digits) == _NORTH_AMERICAN and not text.strip().startswith("+") else digits


class AddressUse(StrEnum):
    """What an address is for."""

    HOME = "home"
    MAILING = "mailing"
    TEMPORARY = "temporary"
    FORMER = "former"


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A place where a client lives or gets mail, or `no_fixed_abode` with as much as is known.

    `safe` says that the address may be told to a provider; `post_permitted` that mail may be sent to it.
    """

    use: AddressUse = AddressUse.HOME
    lines: tuple[str, ...] = ()
    city: str | None = None
    state: str | None = None
    postal_code: str | None = None
    country: str = "US"
    no_fixed_abode: bool = False
    safe: bool = True
    post_permitted: bool = False
    since: date | None = None
    until: date | None = None

    def check(self, faults: Faults, pointer: str) -> None:
        """Note what is wrong with the address."""
        told = self.lines or self.city or self.state or self.postal_code or self.no_fixed_abode
        faults.require(told, pointer, "must say something, or no_fixed_abode")
        faults.at_most(self.lines, 6, f"{pointer}/lines")
        for place, line in enumerate(self.lines):
            faults.text(line, f"{pointer}/lines/{place}", most=LINE_LENGTH)
        for part, text, most in (
            ("city", self.city, 100),
            ("state", self.state, 100),
            ("postal_code", self.postal_code, 20),
        ):
            faults.text(text, f"{pointer}/{part}", most=most)
        faults.require(_COUNTRY.fullmatch(self.country), f"{pointer}/country", "must be an ISO 3166 code such as US")
        faults.require(
            self.country != "US" or self.postal_code is None or _ZIP.fullmatch(self.postal_code),
            f"{pointer}/postal_code",
            "must be a ZIP code such as 78701 or 78701-1234",
        )
        faults.require(self.lines or not self.post_permitted, f"{pointer}/post_permitted", "mail needs address lines")
        ordered = self.since is None or self.until is None or self.since <= self.until
        faults.require(ordered, f"{pointer}/until", "must not be before since")

    @property
    def key(self) -> str | None:
        """The form under which addresses are compared: postal code and first line; None when either is unknown."""
        if not self.lines or not self.postal_code:
            return None
        return f"{self.postal_code[:5]} {search_key(self.lines[0])}"


_COUNTRY = re.compile(r"[A-Z]{2}")
_ZIP = re.compile(r"\d{5}(?:-\d{4})?")
