"""Numbers by which other systems know a client."""

import re
from dataclasses import dataclass

from app.domain.faults import Faults

_SYSTEM = re.compile(r"(?:https?://|urn:)[!-~]{1,240}")
_TYPE = re.compile(r"[A-Z]{1,8}")
VALUE_LENGTH = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Identifier:
    """A value in a system (a URI); `type` is a code of HL7 v2 table 0203 such as MR, SS, MA, MC, DL or PPN."""

    system: str
    value: str
    type: str | None = None

    def check(self, faults: Faults, pointer: str) -> None:
        """Note what is wrong with the identifier."""
        faults.require(_SYSTEM.fullmatch(self.system), f"{pointer}/system", "must be a URI such as urn:oid:2.16.840.1")
        faults.text(self.value, f"{pointer}/value", most=VALUE_LENGTH)
        faults.require(self.value == self.value.strip(), f"{pointer}/value", "must not begin or end with a space")
        known = self.type is None or _TYPE.fullmatch(self.type)
        faults.require(known, f"{pointer}/type", "must be a code of HL7 table 0203 such as MR")

    @property
    def key(self) -> str:
        """The form under which the identifier is looked up: spaces, hyphens and case do not tell numbers apart."""
        return f"{self.system}|{_PUNCTUATION.sub('', self.value).casefold()}"


_PUNCTUATION = re.compile(r"[\s\-.]+")
