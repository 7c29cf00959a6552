"""Every row of the table of consents, through every representation that a member of the care team has.

Read by id, list, timeline, event feed, webhook and printed plan must all say the same, and that is what the table says.
"""

import json

import pytest

from app.domain.consents.consent import ConsentType
from tests.support.consent_circle import PATHS, Circle, told
from tests.support.consent_table import Case, cases

OF_READING = [case for case in cases() if case.of_reading]


async def differences(circle: Circle, case: Case) -> list[str]:
    """Play one row, and return where an answer differs from the table."""
    paper = await circle.record(case)
    if paper is None:
        return []
    if case["revoked"] == "yes":
        await circle.revoke(paper)
    noun, label = case["record"], case["record_label"]
    record = circle.ids[noun, label]
    version = await circle.happen(noun, label)
    await circle.deliver()
    found = await told(circle, noun, record, version)
    wrong = [f"{case}: {way} {'shows' if shown else 'hides'} it" for way, shown in found.items() if shown != case.shown]
    if noun == "plan" and case.shown:
        whole = json.dumps((await circle.member.get(f"{PATHS[noun]}/{record}")).json())
        if (circle.needs_of[record] in whole) is not (case["needs_shown"] == "yes"):
            wrong.append(f"{case}: the plan's needs")
    if case["revoked"] == "no":
        await circle.revoke(paper)
    return wrong


@pytest.mark.parametrize("kind", ConsentType)
@pytest.mark.parametrize("one_in", [5, pytest.param(1, marks=pytest.mark.long)])
async def test_every_representation_says_what_the_table_says(circle: Circle, kind: ConsentType, one_in: int) -> None:
    rows = [case for case in OF_READING if case["type"] == kind]
    wrong = [difference for case in rows[::one_in] for difference in await differences(circle, case)]
    assert not wrong, "\n".join(wrong)


def test_enough_rows_are_played() -> None:
    assert len([case for case in OF_READING if case.recordable]) >= 200
