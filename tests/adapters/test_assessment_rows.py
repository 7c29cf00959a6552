"""Assessments and instruments come back from PostgreSQL as they went in."""

from dataclasses import replace

from app.adapters.postgres.repositories import assessments as rows
from app.adapters.postgres.repositories import instruments as instrument_rows
from app.adapters.postgres.repositories.answers import answers_json, answers_of
from app.adapters.postgres.tables.assessments import (
    AssessmentRow,
    AssessmentScoreRow,
    AssessmentVersionRow,
    InstrumentRow,
)
from app.adapters.postgres.tables.columns import table_of
from app.adapters.postgres.transactions import PostgresTransactions
from app.domain.assessments.assessment import AssessmentVersion
from app.domain.assessments.assessment_moves import AssessmentAction, AssessmentStatus
from app.domain.assessments.instrument import InstrumentStatus
from app.domain.assessments.own_instrument import Definition, OwnInstrument
from app.domain.identity import WorkerId
from app.domain.networks.roles import Role
from app.domain.networks.worker import WorkerProfile
from app.ports.access import Access
from app.use_cases.networks import workers
from tests.support.builders_assessments import (
    EVERY_ANSWER,
    NOW,
    a_deed,
    a_full_assessment,
    an_assessment,
)
from tests.support.scenes_referrals import Scene


def test_every_column_is_written() -> None:
    full = a_full_assessment()
    assert set(table_of(AssessmentRow).c.keys()) == set(rows._values(full))
    assert [set(table_of(AssessmentScoreRow).c.keys())] == [set(point) for point in rows._points(full)]
    assert rows.ASSESSMENTS.identifiers(full)


def test_every_answer_comes_back_to_the_digit() -> None:
    assert answers_of(answers_json(EVERY_ANSWER)) == EVERY_ANSWER
    assert [str(value) for value in EVERY_ANSWER.values("amount")] == [
        str(value) for value in answers_of(answers_json(EVERY_ANSWER)).values("amount")
    ]


async def test_a_fully_told_assessment_comes_back_as_it_went_in(
    scene: Scene, transactions: PostgresTransactions
) -> None:
    network, admin = scene.world.network.id, scene.world.by(Role.NETWORK_ADMIN)
    profile = WorkerProfile(given="Rosa", family="Vega", roles=frozenset({Role.CASE_MANAGER}))
    worker = await scene.core.run(admin, workers.employ, scene.sender.id, profile)
    full = a_full_assessment(network=network, client=scene.client, agency=scene.sender.id)
    full.circumstances = replace(full.circumstances, asked_by=WorkerId(worker.id))
    plain = an_assessment(network=network, client=scene.client, agency=scene.sender.id)
    async with transactions.begin(network) as tx:
        await tx.assessments.add(full, plain)
    async with transactions.begin(network) as tx:
        assert [full, plain] == [await tx.assessments.get(each.id) for each in (full, plain)]
        identifier = full.identifiers[0]
        assert {identifier.value: full} == await tx.assessments.lock_known(identifier.system, [identifier.value])


async def test_scores_follow_the_assessment_and_versions_are_kept(
    scene: Scene, transactions: PostgresTransactions
) -> None:
    network = scene.world.network.id
    access = Access(agency=scene.sender.id, network_wide=False, at=NOW)
    assessment = a_full_assessment(network=network, client=scene.client, agency=scene.sender.id)
    assessment.circumstances = replace(assessment.circumstances, asked_by=None)
    version = AssessmentVersion(
        assessment=assessment.id,
        number=2,
        action=AssessmentAction.AMEND,
        deed=replace(a_deed("Misheard.", frozenset()), agency=scene.sender.id),
        status=AssessmentStatus.AMENDED,
        answers=EVERY_ANSWER,
        scores=assessment.scores,
    )

    async def told() -> list[tuple[str, str, str | None]]:
        page = await tx.assessment_list.scores(access, scene.client, instrument=None, score=None, after=None, limit=10)
        return [(point.score, str(point.value), point.band) for point in page.items]

    async with transactions.begin(network) as tx:
        await tx.assessments.add(assessment)
        await tx.assessments.keep(version)
        assert await told() == [("total", "1.50", "some")]
        history = await tx.assessment_list.history(assessment.id, after=None, limit=10)
        assert history.items == (version,)
        assessment.status = AssessmentStatus.ENTERED_IN_ERROR
        await tx.assessments.save(assessment)
        assert await told() == []
    assert set(table_of(AssessmentVersionRow).c.keys()) == set(rows._version_values(tx.session, version))


async def test_an_instrument_comes_back_as_it_was_published(scene: Scene, transactions: PostgresTransactions) -> None:
    network = scene.world.network.id
    item = {"linkId": "nights", "type": "integer", "text": "Nights outside?"}
    questionnaire = {"resourceType": "Questionnaire", "status": "active", "title": "Nights", "item": [item]}
    own = OwnInstrument(
        id=scene.client,
        network=network,
        agency=scene.sender.id,
        key="nights",
        edition="1",
        title="Nights",
        definition=Definition(questionnaire=questionnaire, scoring=[], rules=[]),
        created_at=NOW,
        updated_at=NOW,
    )
    assert set(table_of(InstrumentRow).c.keys()) == set(instrument_rows._values(own))
    async with transactions.begin(network) as tx:
        await tx.instruments.add(own)
        published = await tx.instruments.find("nights")
        assert published is not None
        assert (published.own, published.instrument.title.original) == (own, "Nights")
        own.retire(NOW)
        await tx.instruments.save(own)
        assert await tx.instruments.lock("nights", "1") == own
        assert await tx.instruments.find("nights") is None
        again = await tx.instruments.find("nights", "1")
        assert again is not None
        assert (again.status, again.edition is published.edition) == (InstrumentStatus.RETIRED, True)
        assert (await tx.instruments.owner("nights"), await tx.instruments.owner("days")) == (scene.sender.id, None)
