"""Appointments come back from PostgreSQL as they went in."""

from dataclasses import replace

from app.adapters.postgres.repositories import appointments as rows
from app.adapters.postgres.tables.appointments import AppointmentRow
from app.adapters.postgres.tables.columns import table_of
from app.adapters.postgres.transactions import PostgresTransactions
from app.domain.appointments.appointment import AppointmentContent
from app.domain.identity import WorkerId
from app.domain.networks.roles import Role
from app.domain.networks.worker import WorkerProfile
from app.use_cases.directory import locations
from app.use_cases.networks import workers
from tests.support.builders_appointments import a_full_appointment, an_appointment, at
from tests.support.builders_directory import A_LOCATION
from tests.support.scenes_referrals import Scene


def test_every_column_is_written() -> None:
    assert set(table_of(AppointmentRow).c.keys()) == set(rows._values(an_appointment()))
    assert rows.APPOINTMENTS.identifiers(a_full_appointment())


async def test_a_fully_told_appointment_comes_back_as_it_went_in(
    scene: Scene, transactions: PostgresTransactions
) -> None:
    network, admin = scene.world.network.id, scene.world.by(Role.NETWORK_ADMIN)
    place = await scene.core.run(admin, locations.open_at, scene.sender.id, A_LOCATION)
    profile = WorkerProfile(given="Rosa", family="Vega", roles=frozenset({Role.CASE_MANAGER}))
    worker = await scene.core.run(admin, workers.employ, scene.sender.id, profile)
    full = a_full_appointment(network=network, client=scene.client, agency=scene.sender.id)
    full.content = replace(full.content, location=place.id, worker=WorkerId(worker.id))
    plain = an_appointment(network=network, client=scene.client, agency=scene.sender.id)
    async with transactions.begin(network) as tx:
        await tx.appointments.add(full, plain)
    async with transactions.begin(network) as tx:
        assert [full, plain] == [await tx.appointments.get(each.id) for each in (full, plain)]
        identifier = full.identifiers[0]
        known = await tx.appointments.lock_known(identifier.system, [identifier.value])
        assert {identifier.value: full} == known


async def test_being_in_a_plan_is_no_change_of_the_appointment(
    scene: Scene, transactions: PostgresTransactions
) -> None:
    network = scene.world.network.id
    appointment = an_appointment(network=network, client=scene.client, agency=scene.sender.id)
    async with transactions.begin(network) as tx:
        await tx.appointments.add(appointment)
        await tx.appointments.put_in_plan(appointment.id)
    async with transactions.begin(network) as tx:
        found = await tx.appointments.lock(appointment.id)
        assert found == replace(appointment, in_plan=True)
        found.change(AppointmentContent(title="Another"), at().starts)
        await tx.appointments.save(found)
        again = await tx.appointments.get(appointment.id)
        assert again is not None
        assert (again.in_plan, again.version) == (True, 2)
