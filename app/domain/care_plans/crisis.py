"""What helps the client in a crisis, in an order that can be followed when thinking is hard."""

from dataclasses import dataclass

from app.domain.clients.contact import phone_key
from app.domain.faults import NAME_LENGTH, Faults

LINE_LENGTH = 1_000
MOST_LINES = 30
SHORTEST_PHONE = 3  # 988, 911


@dataclass(frozen=True, slots=True, kw_only=True)
class CrisisContact:
    """Somebody to call: who it is to the client, the number, and when."""

    name: str
    relationship: str | None = None
    phone: str | None = None
    note: str | None = None

    def check(self, faults: Faults, pointer: str) -> None:
        """Note what is wrong with it."""
        faults.name(self.name, f"{pointer}/name")
        faults.text(self.relationship, f"{pointer}/relationship", most=NAME_LENGTH)
        faults.text(self.note, f"{pointer}/note", most=LINE_LENGTH)
        if self.phone is not None:
            short = self.phone.isascii() and self.phone.isdigit() and len(self.phone) >= SHORTEST_PHONE
            faults.require(short or phone_key(self.phone), f"{pointer}/phone", "must be a telephone number")
            faults.require(len(self.phone) <= NAME_LENGTH, f"{pointer}/phone", "is too long")


@dataclass(frozen=True, slots=True, kw_only=True)
class CrisisPlan:
    """Signs that it begins, what to do alone, whom to call, where to go, and how to make the place safe."""

    warning_signs: tuple[str, ...] = ()
    coping: tuple[str, ...] = ()
    contacts: tuple[CrisisContact, ...] = ()
    safe_places: tuple[str, ...] = ()
    safety_steps: tuple[str, ...] = ()

    def check(self, faults: Faults, pointer: str) -> None:
        """Note what is wrong with it; it must say something."""
        lists = {
            "warning_signs": self.warning_signs,
            "coping": self.coping,
            "safe_places": self.safe_places,
            "safety_steps": self.safety_steps,
        }
        faults.require(self.contacts or any(lists.values()), pointer, "must say something")
        for name, lines in lists.items():
            check_lines(faults, lines, f"{pointer}/{name}")
        faults.at_most(self.contacts, MOST_LINES, f"{pointer}/contacts")
        for place, contact in enumerate(self.contacts):
            contact.check(faults, f"{pointer}/contacts/{place}")


def check_lines(faults: Faults, lines: tuple[str, ...], pointer: str) -> None:
    """Check a list of short texts."""
    faults.at_most(lines, MOST_LINES, pointer)
    for place, line in enumerate(lines):
        faults.text(line, f"{pointer}/{place}", most=LINE_LENGTH)
