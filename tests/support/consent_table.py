"""The table of consents: what a client allowed, what is asked, and what must follow, written down beside the code.

`consent_table.csv` says in words of the domain page and of the laws what each consent does; nothing in it comes from
the code. `decision` is the rule that decides, `shown` whether a member of the care team reads the record in any
representation, `needs_shown` whether the needs of a plan are shown in it. `recordable` says whether there can be such a
paper at all: the law may not know it.
"""

import csv
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from app.domain.codes import Sensitivity
from app.domain.consents.consent import (
    ConsentType,
    Signature,
    Signer,
    SigningMethod,
    Terms,
    Witness,
)
from app.domain.consents.scope import DATA_CATEGORIES, DataCategory, Direction, Purpose, RecipientClass, Statement
from app.domain.identity import AgencyId

KINDS = {"need": ("conditions", "food-insecurity"), "goal": ("care-plans",), "plan": ("care-plans",)}
SAID = (
    Statement.RIGHT_TO_REVOKE,
    Statement.NOT_CONDITIONED,
    Statement.REDISCLOSURE,
    Statement.SIGNER_IS_NOT_THE_ABUSER,
)
CLASSES = {
    "network": RecipientClass.NETWORK,
    "care_team": RecipientClass.CARE_TEAM,
    "program": RecipientClass.GENERAL,
    "other_program": RecipientClass.SEXUAL_HEALTH,
}
"""The member runs a general program, and none of sexual health."""
DAY = timedelta(days=1)
PERIODS: dict[str, tuple[timedelta, timedelta | None]] = {
    "open": (-DAY, None),
    "running": (-DAY, DAY),
    "ended": (-2 * DAY, -DAY),
    "pending": (DAY, 2 * DAY),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Parties:
    """The agencies of the table: who recorded the consent and answers for the records, the member, and another."""

    sender: AgencyId
    member: AgencyId
    other: AgencyId


@dataclass(frozen=True, slots=True)
class Case:
    """One row."""

    row: dict[str, str]

    def __getitem__(self, name: str) -> str:
        return self.row[name]

    def __str__(self) -> str:
        return " ".join(self.row.values())

    def listed(self, name: str) -> tuple[str, ...]:
        return () if self.row[name] == "none" else tuple(self.row[name].split("+"))

    @property
    def shown(self) -> bool:
        return self.row["shown"] == "yes"

    @property
    def recordable(self) -> bool:
        return self.row["recordable"] == "yes"

    @property
    def of_reading(self) -> bool:
        """Whether the question is the one that reading asks: for care coordination, to the provider."""
        return (self.row["asked_direction"], self.row["asked_purpose"]) == ("send", "care_coordination")

    @property
    def kinds(self) -> tuple[DataCategory, ...]:
        """The kinds of data of the record asked for."""
        return tuple(DATA_CATEGORIES[kind] for kind in KINDS[self.row["record"]])

    @property
    def record_labels(self) -> frozenset[Sensitivity]:
        return frozenset(Sensitivity(label) for label in self.listed("record_label"))

    def period(self, now: datetime) -> tuple[datetime, datetime | None]:
        start, end = PERIODS[self.row["period"]]
        return now + start, None if end is None else now + end

    def terms(self, parties: Parties, now: datetime) -> Terms:
        """Return the paper."""
        starts, ends = self.period(now)
        named = {"named": parties.member, "other": parties.other}.get(self.row["recipient"])
        of_class = CLASSES.get(self.row["recipient"])
        verbal = self.row["type"] == ConsentType.VERBAL
        signature = Signature(
            name="Ana Lima", signer=Signer.CLIENT, method=SigningMethod.PAPER, signed_at=min(starts, now)
        )
        tellers = {"none": (), "sender": (parties.sender,), "other": (parties.other,)}
        return Terms(
            type=ConsentType(self.row["type"]),
            recipients=(named,) if named else (),
            recipient_classes=(of_class,) if of_class else (),
            disclosers=tellers[self.row["disclosers"]],
            purposes=tuple(Purpose(each) for each in self.listed("purposes")),
            categories=tuple(DATA_CATEGORIES[each] for each in self.listed("categories")),
            sensitivities=tuple(Sensitivity(each) for each in self.listed("labels")),
            direction=Direction(self.row["direction"]),
            starts=starts,
            ends=ends,
            signature=None if verbal else signature,
            witness=Witness(name="Rosa Vega", witnessed_at=min(starts, now)) if verbal else None,
            read_out="We may tell the pantry what you need." if verbal else None,
            statements=() if verbal else SAID,
        )


def cases() -> list[Case]:
    """Read the table."""
    with Path(__file__).with_suffix(".csv").open(encoding="utf-8", newline="") as table:
        return [Case(dict(row)) for row in csv.DictReader(table)]


def body_of(terms: Terms, client: str) -> dict[str, Any]:
    """Write a paper as it is sent over REST."""
    whole: dict[str, Any] = {
        "client_id": client,
        "type": terms.type,
        "recipients": [str(each) for each in terms.recipients],
        "recipient_classes": list(terms.recipient_classes),
        "disclosers": [str(each) for each in terms.disclosers],
        "purposes": list(terms.purposes),
        "categories": list(terms.categories),
        "sensitivities": list(terms.sensitivities),
        "direction": terms.direction,
        "starts": terms.starts.isoformat() if terms.starts else None,
        "ends": terms.ends.isoformat() if terms.ends else None,
        "statements": list(terms.statements),
        "read_out": terms.read_out,
        "language": "en",
    }
    if terms.signature:
        mark = terms.signature
        whole["signature"] = {
            "name": mark.name,
            "signer": mark.signer,
            "method": mark.method,
            "signed_at": mark.signed_at.isoformat(),
        }
    if terms.witness:
        whole["witness"] = {"name": terms.witness.name, "witnessed_at": terms.witness.witnessed_at.isoformat()}
    return whole
