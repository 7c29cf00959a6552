"""Ids in what is sent: a thing of another client, agency or network is refused like one that is not there."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from app.domain.networks.roles import Role
from app.use_cases.clients import clients
from tests.support.builders_clients import a_profile
from tests.support.builders_directory import found_world
from tests.support.care_doors import MEETING, Recorded, recorded
from tests.support.doors import Doors
from tests.support.scenes_referrals import Scene, a_scene

ANY = {"If-Match": "*"}
Body = Callable[[str], Any]
PLAN, ACTIVITY = {"title": "Food"}, {"title": "Go there"}
ABOUT = {"client_id": "{client_id}"}
TRANSFER = {"from_worker_id": "{worker_id}", "to_worker_id": "{other_worker_id}", "reason": "balance"}
NAMED: dict[str, tuple[str, str, str, Body]] = {
    "a goal's need": ("need_id", "POST", "/v1/goals", lambda id_: ABOUT | {"words": "Eat", "need_ids": [id_]}),
    "a changed goal's need": ("need_id", "PUT", "/v1/goals/{goal_id}", lambda id_: {"words": "Eat", "need_ids": [id_]}),
    "a plan's need": ("need_id", "POST", "/v1/care-plans", lambda id_: ABOUT | PLAN | {"need_ids": [id_]}),
    "a plan's goal": ("goal_id", "POST", "/v1/care-plans", lambda id_: ABOUT | PLAN | {"goal_ids": [id_]}),
    "a plan's team": ("team_id", "POST", "/v1/care-plans", lambda id_: ABOUT | PLAN | {"team_ids": [id_]}),
    "a plan's worker": ("worker_id", "POST", "/v1/care-plans", lambda id_: ABOUT | PLAN | {"worker_id": id_}),
    "a changed plan's need": ("need_id", "PUT", "/v1/care-plans/{plan_id}", lambda id_: PLAN | {"need_ids": [id_]}),
    "a changed plan's team": ("team_id", "PUT", "/v1/care-plans/{plan_id}", lambda id_: PLAN | {"team_ids": [id_]}),
    "a changed plan's worker": ("worker_id", "PUT", "/v1/care-plans/{plan_id}", lambda id_: PLAN | {"worker_id": id_}),
    "another goal": ("goal_id", "POST", "/v1/care-plans/{plan_id}/goals", lambda id_: {"goal_id": id_}),
    "an activity's goal": (
        "goal_id",
        "POST",
        "/v1/care-plans/{plan_id}/activities",
        lambda id_: ACTIVITY | {"kind": "contact", "goal_ids": [id_]},
    ),
    "a changed activity's goal": (
        "goal_id",
        "PUT",
        "/v1/care-plans/{plan_id}/activities/{activity_id}",
        lambda id_: ACTIVITY | {"kind": "contact", "goal_ids": [id_]},
    ),
    **{
        f"an activity's {noun}": (
            f"{noun}_id",
            "POST",
            "/v1/care-plans/{plan_id}/activities",
            lambda id_, noun=noun: ACTIVITY | {"kind": noun, f"{noun}_id": id_},
        )
        for noun in ("referral", "task", "appointment")
    },
    **{
        f"a changed activity's {noun}": (
            f"{noun}_id",
            "PUT",
            "/v1/care-plans/{plan_id}/activities/{activity_id}",
            lambda id_, noun=noun: ACTIVITY | {"kind": noun, f"{noun}_id": id_},
        )
        for noun in ("referral", "task", "appointment")
    },
    "an activity's worker": (
        "worker_id",
        "POST",
        "/v1/care-plans/{plan_id}/activities",
        lambda id_: ACTIVITY | {"kind": "contact", "worker_id": id_},
    ),
    "a template's plan": (
        "template_id",
        "POST",
        "/v1/care-plan-templates/{}/apply",
        lambda _: ABOUT,
    ),
    "an applied template's client": (
        "client_id",
        "POST",
        "/v1/care-plan-templates/{template_id}/apply",
        lambda id_: {"client_id": id_},
    ),
    "an applied template's worker": (
        "worker_id",
        "POST",
        "/v1/care-plan-templates/{template_id}/apply",
        lambda id_: ABOUT | {"worker_id": id_},
    ),
    "a need beside a template": (
        "need_id",
        "POST",
        "/v1/care-plan-templates/{template_id}/apply",
        lambda id_: ABOUT | {"needs": [{"key": "food", "need_id": id_}]},
    ),
    "a suggestion's plan": (
        "plan_id",
        "POST",
        "/v1/assessments/{assessment_id}/suggestions/{goal_suggestion_id}/accept",
        lambda id_: {"plan_id": id_},
    ),
    "a suggestion's worker": (
        "worker_id",
        "POST",
        "/v1/assessments/{assessment_id}/suggestions/{referral_suggestion_id}/accept",
        lambda id_: {"worker_id": id_},
    ),
    "who asked": (
        "worker_id",
        "POST",
        "/v1/assessments",
        lambda id_: ABOUT | {"instrument": "phq-2", "asked_by": id_},
    ),
    "an appointment's worker": (
        "worker_id",
        "POST",
        "/v1/appointments",
        lambda id_: ABOUT | MEETING | {"title": "Meet", "worker_id": id_},
    ),
    "a changed appointment's worker": (
        "worker_id",
        "PUT",
        "/v1/appointments/{appointment_id}",
        lambda id_: {"title": "Meet", "worker_id": id_},
    ),
    "a task's worker": ("worker_id", "POST", "/v1/tasks", lambda id_: ABOUT | {"title": "Call", "worker_id": id_}),
    "a changed task's worker": (
        "worker_id",
        "PUT",
        "/v1/tasks/{task_id}",
        lambda id_: {"title": "Call", "worker_id": id_},
    ),
    "a task's client": ("client_id", "POST", "/v1/tasks", lambda id_: {"title": "Call", "client_id": id_}),
    "a household's member": ("client_id", "POST", "/v1/households", lambda id_: {"members": [{"client_id": id_}]}),
    "a changed household's member": (
        "client_id",
        "PUT",
        "/v1/households/{household_id}",
        lambda id_: {"members": [{"client_id": id_}, {"client_id": "{client_id}"}]},
    ),
    "the primary": (
        "worker_id",
        "POST",
        "/v1/clients/{client_id}/care-team/primary",
        lambda id_: {"worker_id": id_},
    ),
    "who gives": ("worker_id", "POST", "/v1/caseloads/transfers", lambda id_: _everyone() | {"from_worker_id": id_}),
    "who receives": ("worker_id", "POST", "/v1/caseloads/transfers", lambda id_: _everyone() | {"to_worker_id": id_}),
    "who is given": ("client_id", "POST", "/v1/caseloads/transfers", lambda id_: TRANSFER | {"client_ids": [id_]}),
    "a worker on the team": (
        "worker_id",
        "POST",
        "/v1/care-teams/{team_id}/members",
        lambda id_: {"kind": "worker", "worker_id": id_},
    ),
    "an agency on the team": (
        "agency_id",
        "POST",
        "/v1/care-teams/{team_id}/members",
        lambda id_: {"kind": "agency", "agency_id": id_},
    ),
    "who says a need": (
        "worker_id",
        "POST",
        "/v1/needs",
        lambda id_: ABOUT | {"category": "food-insecurity", "asserted_by": {"kind": "worker", "id": id_}},
    ),
    "who says a goal": (
        "agency_id",
        "POST",
        "/v1/goals",
        lambda id_: ABOUT | {"words": "Eat", "expressed_by": {"kind": "agency", "id": id_}},
    ),
    "who agrees": (
        "worker_id",
        "POST",
        "/v1/goals/{goal_id}/acceptances",
        lambda id_: {"participant": {"kind": "worker", "id": id_}, "status": "agree"},
    ),
    "a goal's need in a list": (
        "need_id",
        "GET",
        "/v1/goals?client_id={client_id}&need_id={}",
        lambda _: None,
    ),
}
OF_THE_NETWORK = {"a worker on the team", "an agency on the team", "who says a need", "who says a goal", "who agrees"}
"""These may name who works at another agency of the network."""
OF_THE_AGENCY = {"client_id", "template_id", "worker_id"}
"""Of these another client's is the same as this client's."""


def may_be_named(what: str, noun: str, whose: str) -> bool:
    """Whether a thing of somebody else may be named here."""
    if what in OF_THE_NETWORK:
        return whose != "another network"
    return whose == "another client" and noun in OF_THE_AGENCY


def _everyone() -> dict[str, Any]:
    return TRANSFER | {"everyone": True}


def filled(template: Any, ids: dict[str, str]) -> Any:
    if isinstance(template, str):
        return template.format(**ids) if template.startswith("{") else template
    if isinstance(template, dict):
        return {name: filled(value, ids) for name, value in template.items()}
    return [filled(value, ids) for value in template] if isinstance(template, list) else template


async def refused(record: Recorded, what: str, id_: str) -> tuple[Any, ...]:
    noun, method, path, body = NAMED[what]
    address = path.format(id_, **record.plain)
    answer = await record.caller.request(method, address, json=filled(body(id_), record.plain), headers=ANY)
    told = answer.json()
    told = {name: value for name, value in told.items() if name not in {"request_id", "instance"}}
    return answer.status_code, str(told).replace(id_, noun)


async def a_record(doors: Doors, scene: Scene) -> Recorded:
    record = await recorded(doors, scene)
    record.plain["referral_id"] = str((await scene.sent(override_reason="Again.")).id)
    path = f"/v1/assessments/{record.plain['assessment_id']}/suggestions"
    for each in (await record.caller.get(path)).json()["items"]:
        record.plain[f"{each['kind']}_suggestion_id"] = each["id"]
    return record


async def of_another_client(doors: Doors, scene: Scene, at: Scene) -> Recorded:
    call = scene.world.by(Role.CASE_MANAGER, agency=at.sender.id)
    registration = await scene.core.run(call, clients.register, a_profile())
    other = replace(at, client=registration.client.id)
    await other.agree()
    return await a_record(doors, other)


@pytest.fixture
async def elsewhere(doors: Doors, scene: Scene) -> dict[str, Recorded]:
    """Records of another client of the same agency, of another agency's client, and of another network's."""
    world = await found_world(doors.world.core)
    other = Doors(app=doors.app, world=world, callers=doors.callers)
    return {
        "another client": await of_another_client(doors, scene, scene),
        "another agency": await of_another_client(doors, scene, replace(scene, sender=scene.pantries[2])),
        "another network": await a_record(other, await a_scene(world)),
    }


async def test_what_is_elsewhere_is_refused_like_what_is_not_there(
    doors: Doors, scene: Scene, elsewhere: dict[str, Recorded]
) -> None:
    record, wrong = await a_record(doors, scene), []
    for what, (noun, *_) in NAMED.items():
        nothing = await refused(record, what, str(uuid4()))
        if nothing[0] not in {404, 422}:
            wrong.append(f"{what}: {nothing}")
        for whose, other in elsewhere.items():
            if may_be_named(what, noun, whose):
                continue
            found = await refused(record, what, other.plain[noun])
            if found != nothing:
                wrong.append(f"{what} of {whose}: {found} but {nothing}")
    assert not wrong, "\n".join(wrong)
