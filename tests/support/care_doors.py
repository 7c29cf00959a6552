"""Every operation of care planning, how it is asked, and a client about whom each noun has something on record."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import uuid4

import httpx

from app.domain.identity import AgencyId
from app.domain.networks.roles import ADMIN_ROLES, ANYONE, CARE_ROLES, NETWORK_ROLES, OVERSIGHT_ROLES, Role
from app.domain.networks.worker import WorkerProfile
from app.use_cases.networks import workers
from tests.support.canaries import canary
from tests.support.doors import Doors
from tests.support.published import DOCUMENT
from tests.support.scenes_referrals import Scene

Ids = Mapping[str, str]
Body = Callable[[Ids], Any]

ELSEWHERE = ("networks", "agencies", "workers", "api-clients", "services", "locations", "consents", "referrals")
PAPERS = ("consent-templates", "consent-overrides")
OVERSIGHT = ("break-glass", "access", "audit", "audit-anchors", "erasures")
BESIDE = (*ELSEWHERE, "handoffs", "pool", "events", "webhooks", *OVERSIGHT, *PAPERS)
OF_CLIENTS = {
    *("listClients", "createClient", "searchClients", "matchClients", "readClient", "changeClient", "linkClient"),
    *("unlinkClient", "listClientConsents"),
    *("listClientProxies", "createClientProxy", "readClientProxy", "changeClientProxy", "endClientProxy"),
    *("requestClientExport", "listClientExports", "readClientExport", "fetchClientExport"),
    *("proposeErasure", "readLegalHold", "placeLegalHold", "liftLegalHold"),
}
MH = ["MH"]
TWO_WORDS = {"en": "Enough to eat", "es": "Suficiente comida"}
TEMPLATE = {
    "title": TWO_WORDS,
    "needs": [{"key": "food", "category": "food-insecurity", "words": TWO_WORDS}],
    "goals": [{"key": "eat", "words": TWO_WORDS}],
}
MEETING = {"starts": "2027-01-18T15:00:00Z", "ends": "2027-01-18T16:00:00Z"}
SISTER = {"kind": "related_person", "person": {"name": "Rosa Lima"}}
MOOD = ("44250-9", "44255-8", "44259-0", "44254-1", "44251-7", "44258-2", "44252-5", "44253-3", "44260-8")
SAD = {f"/{item}": {"values": ["LA6571-9"]} for item in MOOD}
HUNGRY = {"/88122-7": {"values": ["LA28397-0"]}, "/88123-5": {"values": ["LA28398-8"]}}
NIGHTS = {
    "key": "nights-outside",
    "version": "1",
    "questionnaire": {
        "resourceType": "Questionnaire",
        "status": "active",
        "title": "Nights outside",
        "item": [{"linkId": "nights", "type": "integer", "text": "Nights outside this week?"}],
    },
}


class Deed(StrEnum):
    """What an operation does, as far as the rule distinguishes."""

    READ = "read it"
    LIST = "list what is read"
    WRITE = "change it: who serves the client may"
    ANSWER = "say something to it: who reads it may try"
    CREATE = "put something on the record of a client"
    OWN = "something of one agency, that no other knows"
    NAME = "make something of an agency's own that names a client or a worker in its body"
    FREE = "nothing of any client"


@dataclass(frozen=True, slots=True)
class Rule:
    """Of which noun an operation is, what it does, what is sent, and who may do it."""

    noun: str
    deed: Deed
    body: Body | None = None
    roles: frozenset[Role] = CARE_ROLES


def _table() -> dict[str, Rule]:
    read, list_, write, create = Deed.READ, Deed.LIST, Deed.WRITE, Deed.CREATE
    own, free, name = Deed.OWN, Deed.FREE, Deed.NAME
    template_writers = NETWORK_ROLES | {Role.AGENCY_ADMIN, Role.SUPERVISOR}
    watching = CARE_ROLES | OVERSIGHT_ROLES
    loads, leads = CARE_ROLES | {Role.AGENCY_ADMIN}, CARE_ROLES | ADMIN_ROLES

    def reason(_: Ids) -> Any:
        return {"reason": "It was a mistake."}

    def new(**told: Any) -> Body:
        return lambda ids: {"client_id": ids["client_id"]} | told

    def just(told: Any) -> Body:
        return lambda _: told

    def agency(ids: Ids) -> Any:
        return {"participant": {"kind": "agency", "id": ids["agency_id"]}, "status": "agree"}

    activity = just({"kind": "education", "title": "Read about food stamps"})
    rules = {
        "listTimeline": Rule("client", list_),
        "listDisclosures": Rule("disclosure", read, roles=CARE_ROLES | {Role.PRIVACY_OFFICER}),
        "listHouseholds": Rule("household", list_),
        "createHousehold": Rule("household", name, lambda ids: {"members": [{"client_id": ids["fresh_id"]}]}),
        "readHousehold": Rule("household", read),
        "replaceHousehold": Rule("household", write, lambda ids: {"members": [{"client_id": ids["client_id"]}]}),
        "readClientCareTeam": Rule("team", read),
        "addClientCareTeamMember": Rule("team", write, just(SISTER)),
        "setPrimaryCaseManager": Rule("client", create, lambda ids: {"worker_id": ids["worker_id"]}),
        "listCareTeams": Rule("team", list_),
        "createCareTeam": Rule("client", create, new(name="Visits")),
        "readCareTeam": Rule("team", read),
        "replaceCareTeam": Rule("team", write, just({"name": "Home visits"})),
        "addCareTeamMember": Rule("team", write, just({"kind": "client"})),
        "readCareTeamMember": Rule("team", read),
        "changeCareTeamMember": Rule("team", write, just({"role": {"text": "Driver"}})),
        "endCareTeamMember": Rule("team", Deed.ANSWER),
        "enterCareTeamMemberInError": Rule("team", Deed.ANSWER),
        "readClientAcuity": Rule("client", create),
        "replaceClientAcuity": Rule("client", create, just({"acuity": "high"})),
        "listCaseloads": Rule("caseload", list_, roles=loads),
        "listTransfers": Rule("transfer", list_, roles=loads),
        "createTransfer": Rule(
            "transfer",
            name,
            lambda ids: {
                "from_worker_id": ids["worker_id"],
                "to_worker_id": ids["other_worker_id"],
                "client_ids": [ids["client_id"]],
                "reason": "balance",
            },
            loads,
        ),
        "readTransfer": Rule("transfer", own, roles=loads),
        "cancelTransfer": Rule("transfer", own, just({}), loads),
        "listCaseloadClients": Rule("caseload", own),
        "listClientHandovers": Rule("handover", list_),
        "listHandovers": Rule("handover", list_),
        "readHandover": Rule("handover", read),
        "acknowledgeHandover": Rule("handover", Deed.ANSWER),
        "listClientNeeds": Rule("need", list_),
        "createClientNeed": Rule("client", create, just({"category": "food-insecurity"})),
        "listNeeds": Rule("need", list_),
        "createNeed": Rule("client", create, new(category="food-insecurity")),
        "readNeed": Rule("need", read),
        "changeNeed": Rule("need", write, just({"category": "food-insecurity"})),
        "listNeedHistory": Rule("need", read),
        "listGoals": Rule("goal", list_),
        "createGoal": Rule("client", create, new(words="Eat three times a day.")),
        "readGoal": Rule("goal", read),
        "changeGoal": Rule("goal", write, just({"words": "Eat every day."})),
        "answerGoal": Rule("goal", Deed.ANSWER, agency),
        "listGoalProgress": Rule("goal", read),
        "createGoalProgress": Rule("goal", write, just({"note": "Seen at home."})),
        "readGoalProgress": Rule("goal", read),
        "listCarePlans": Rule("plan", list_),
        "createCarePlan": Rule("client", create, new(title="Another plan")),
        "readCarePlan": Rule("plan", read),
        "changeCarePlan": Rule("plan", write, just({"title": "Enough to eat, again"})),
        "recordCarePlanAgreement": Rule("plan", write, just({"answer": "not_agreed", "reason": "Not now."})),
        "revokeCarePlan": Rule("plan", write, reason),
        "enterCarePlanInError": Rule("plan", write, reason, frozenset({Role.COORDINATOR, Role.SUPERVISOR})),
        "listCarePlanGoals": Rule("plan", read),
        "addCarePlanGoal": Rule("plan", write, just({"goal": {"words": "Sleep well."}})),
        "removeCarePlanGoal": Rule("plan", write),
        "listCarePlanActivities": Rule("plan", read),
        "createCarePlanActivity": Rule("plan", write, activity),
        "readCarePlanActivity": Rule("plan", read),
        "changeCarePlanActivity": Rule("plan", write, activity),
        "removeCarePlanActivity": Rule("plan", write),
        "listCarePlanVersions": Rule("plan", read),
        "readCarePlanVersion": Rule("plan", read),
        "compareCarePlanVersions": Rule("plan", read),
        "listCarePlanReviews": Rule("plan", read),
        "createCarePlanReview": Rule("plan", write, just({"outcome": "continue", "on": "2026-11-01"})),
        "readCarePlanReview": Rule("plan", read),
        "printCarePlan": Rule("plan", read),
        "listCarePlanTemplates": Rule("template", list_, roles=ANYONE),
        "createCarePlanTemplate": Rule("template", free, just(TEMPLATE), template_writers),
        "readCarePlanTemplate": Rule("template", own, roles=ANYONE),
        "changeCarePlanTemplate": Rule("template", own, just(TEMPLATE), template_writers),
        "readCarePlanTemplateVersion": Rule("template", own, roles=ANYONE),
        "applyCarePlanTemplate": Rule("template", own, new()),
        "retireCarePlanTemplate": Rule("template", own, roles=template_writers),
        "reinstateCarePlanTemplate": Rule("template", own, roles=template_writers),
        "listInstruments": Rule("instrument", free, roles=leads),
        "createInstrument": Rule("instrument", free, just(NIGHTS | {"key": "days-outside"}), ADMIN_ROLES),
        "checkInstrument": Rule("instrument", free, just(NIGHTS), leads),
        "readInstrument": Rule("instrument", free, roles=leads),
        "listInstrumentVersions": Rule("instrument", free, roles=leads),
        "readInstrumentVersion": Rule("instrument", free, roles=leads),
        "readInstrumentQuestionnaire": Rule("instrument", free, roles=leads),
        "retireInstrument": Rule("instrument", free, roles=ADMIN_ROLES),
        "listClientScores": Rule("assessment", list_),
        "listClientAssessments": Rule("assessment", list_),
        "listAssessments": Rule("assessment", list_),
        "createAssessment": Rule("client", create, new(instrument="hunger-vital-sign")),
        "readAssessment": Rule("assessment", read),
        "changeAssessment": Rule("assessment", write, just({"note": "Corrected."})),
        "completeAssessment": Rule("assessment", write),
        "amendAssessment": Rule("assessment", write, reason),
        "stopAssessment": Rule("assessment", write, reason),
        "enterAssessmentInError": Rule("assessment", write, reason),
        "listAssessmentHistory": Rule("assessment", read),
        "listAssessmentSuggestions": Rule("assessment", read),
        "acceptSuggestion": Rule("assessment", write, just({})),
        "dismissSuggestion": Rule("assessment", write, reason),
        "listTasks": Rule("task", list_, roles=watching),
        "createTask": Rule("task", name, new(title="Call")),
        "readTask": Rule("task", own, roles=watching),
        "changeTask": Rule("task", own, just({"title": "Call again"})),
        "listAppointments": Rule("appointment", list_),
        "createAppointment": Rule("client", create, new(title="Meet", **MEETING)),
        "readAppointment": Rule("appointment", read),
        "changeAppointment": Rule("appointment", write, just({"title": "Meet again"})),
        "rescheduleAppointment": Rule("appointment", write, just(MEETING)),
        "cancelAppointment": Rule("appointment", write, just({"reason": "client"})),
        "enterAppointmentInError": Rule("appointment", write, just({})),
    }
    moves = {
        "Need": "resolve remit inactivate relapse recur reactivate confirm doubt refute",
        "Goal": "plan accept activate hold resume complete reopen",
        "CarePlan": "activate hold resume complete",
        "CarePlanActivity": "schedule start hold complete cancel stop reopen",
        "CareTeam": "activate suspend resume close",
        "Appointment": "book arrive fulfil noShow",
    }
    nouns = {"CarePlan": "plan", "CarePlanActivity": "plan", "CareTeam": "team"}
    for title, verbs in moves.items():
        noun = nouns.get(title, title.lower())
        rules |= {f"{verb}{title}": Rule(noun, write) for verb in verbs.split()}
    for operation in ("enterNeedInError", "enterCarePlanActivityInError", "enterCareTeamInError"):
        noun = {"N": "need", "P": "plan", "T": "team"}["N" if "Need" in operation else "PT"["Team" in operation]]
        rules[operation] = Rule(noun, write)
    rules |= {f"{verb}Goal": Rule("goal", write, reason) for verb in ("cancel", "reject")}
    rules["enterGoalInError"] = Rule("goal", write, reason)
    return rules | {
        f"{verb}Task": Rule("task", own, roles=watching) for verb in ("start", "complete", "cancel", "reopen")
    }


RULES = _table()


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation as the service describes it itself."""

    id: str
    method: str
    path: str
    queries: frozenset[str]
    guarded: bool

    @property
    def rule(self) -> Rule:
        return RULES[self.id]

    @property
    def nouns(self) -> tuple[str, ...]:
        return tuple(part[1:-1] for part in self.path.split("/") if part.startswith("{"))

    def body(self, ids: Ids) -> Any:
        return None if self.rule.body is None else self.rule.body(ids)

    async def ask(self, caller: httpx.AsyncClient, ids: Ids, **query: str) -> httpx.Response:
        """Ask it of these things, under a tag that they never had."""
        return await self.send(caller, ids, self.body(ids), **query)

    async def send(
        self, caller: httpx.AsyncClient, ids: Ids, body: Any, *, tag: str = '"999999"', **query: str
    ) -> httpx.Response:
        path = self.path
        for noun in self.nouns:
            path = path.replace(f"{{{noun}}}", ids[noun])
        headers = {"If-Match": tag} if self.guarded else {}
        if self.id == "printCarePlan":
            headers["Accept"] = "text/html"
        return await caller.request(self.method, path, params=query, json=body, headers=headers)


def _operations() -> list[Operation]:
    found = []
    for path, item in DOCUMENT["paths"].items():
        for method, said in item.items():
            if path.split("/")[2] in BESIDE or said["operationId"] in OF_CLIENTS:
                continue
            names = [each.get("name") or each["$ref"].rpartition("/")[2] for each in said.get("parameters", ())]
            queries = frozenset(names) & {"client_id"} if "{client_id}" not in path else frozenset()
            guarded = any(name.replace("-", "").lower() == "ifmatch" for name in names)
            found.append(Operation(said["operationId"], method.upper(), path, queries, guarded))
    return found


OPERATIONS = _operations()


def nobodys() -> Ids:
    """Ids of nothing."""
    ids: defaultdict[str, str] = defaultdict(lambda: str(uuid4()))
    ids |= {"number": "1", "key": "no-such-instrument", "version": "1"}
    return ids


@dataclass(slots=True, kw_only=True)
class Recorded:
    """What the agency that serves the client has put on record: plainly, and with a label."""

    caller: httpx.AsyncClient
    scene: Scene
    plain: dict[str, str]
    quiet: dict[str, str]
    whose: str = ""

    @property
    def both(self) -> dict[str, dict[str, str]]:
        return {"plain": self.plain, "quiet": self.quiet}

    async def made(self, path: str, **body: Any) -> str:
        answer = await self.caller.post(path, json=body)
        assert answer.status_code == 201, f"{path}: {answer.text}"
        return str(answer.json()["id"])


PARAMETERS = {
    "need": ("need_id",),
    "goal": ("goal_id",),
    "plan": ("plan_id",),
    "assessment": ("assessment_id",),
    "appointment": ("appointment_id",),
    "handover": ("handover_id",),
    "team": ("team_id",),
    "task": ("task_id",),
    "transfer": ("transfer_id",),
    "household": ("household_id",),
    "template": ("template_id",),
}


def secret(noun: str, kind: str, whose: str = "") -> str:
    """Words that stand in one record, and nowhere else."""
    return canary(f"{kind} words of the {noun}{whose}")


async def employed(scene: Scene, agency: AgencyId, given: str) -> str:
    profile = WorkerProfile(given=given, family="Vega", roles=frozenset({Role.CASE_MANAGER}))
    return str((await scene.core.run(scene.world.by(Role.NETWORK_ADMIN), workers.employ, agency, profile)).id)


async def recorded(doors: Doors, scene: Scene, whose: str = "") -> Recorded:
    """Let the agency that serves the client write of everything something plain and something with a label."""
    caller = await doors.caller(scene.sender.id, Role.SUPERVISOR, Role.CASE_MANAGER, Role.AGENCY_ADMIN)
    common = {"client_id": str(scene.client), "number": "1", "agency_id": str(scene.sender.id)}
    record = Recorded(caller=caller, scene=scene, plain=dict(common), quiet=dict(common), whose=whose)
    given = [await employed(scene, scene.sender.id, name) for name in ("Ida", "Ben")]
    primary = {"worker_id": given[0]}
    answer = await caller.post(f"/v1/clients/{scene.client}/care-team/primary", json=primary, headers={"If-Match": "*"})
    assert answer.status_code == 200, answer.text
    await _own_things(record, *given)
    await _records(record, record.plain, "plain")
    await _hand_over(record, record.plain, given)
    await _records(record, record.quiet, "quiet", labels=MH)
    await _hand_over(record, record.quiet, given[::-1])
    record.quiet = record.plain | record.quiet
    return record


async def _own_things(record: Recorded, worker: str, other: str) -> None:
    client = record.plain["client_id"]
    published = await record.caller.post("/v1/instruments", json=NIGHTS)
    assert published.status_code in {201, 403, 409}, published.text  # another has published it already
    record.plain |= {
        "worker_id": worker,
        "other_worker_id": other,
        "household_id": await record.made("/v1/households", members=[{"client_id": client}]),
        "fresh_id": (await record.caller.post("/v1/clients", json={"names": [{"family": "Sol"}]})).json()["id"],
        "template_id": await record.made("/v1/care-plan-templates", **TEMPLATE),
        "task_id": await record.made("/v1/tasks", title=secret("task", "plain", record.whose), client_id=client),
        "team_id": await record.made("/v1/care-teams", client_id=client, name=secret("team", "plain", record.whose)),
        "key": "nights-outside",
        "version": "1",
    }
    team = record.plain["team_id"]
    record.plain["member_id"] = await record.made(f"/v1/care-teams/{team}/members", **SISTER)


async def _records(record: Recorded, ids: dict[str, str], kind: str, labels: list[str] | None = None) -> None:
    """Write a need, a goal, a plan with everything in it, an assessment and an appointment."""
    about, made, bears = {"client_id": ids["client_id"]}, record.made, labels or []
    asked = (
        {"instrument": "phq-9", "answers": SAD} if labels else {"instrument": "hunger-vital-sign", "answers": HUNGRY}
    )
    ids["need_id"] = await made(
        "/v1/needs", **about, category="food-insecurity", words=secret("need", kind, record.whose), labels=bears
    )
    ids["goal_id"] = await made(
        "/v1/goals",
        **about,
        words=secret("goal", kind, record.whose),
        labels=bears,
        need_ids=[ids["need_id"]],
        state="active",
    )
    ids["progress_id"] = await made(f"/v1/goals/{ids['goal_id']}/progress", note=secret("goal", kind, record.whose))
    plan = {"title": secret("plan", kind, record.whose), "goal_ids": [ids["goal_id"]], "need_ids": [ids["need_id"]]}
    ids["plan_id"] = await made("/v1/care-plans", **about, **plan)
    path = f"/v1/care-plans/{ids['plan_id']}"
    activity = {"kind": "contact", "title": secret("plan", kind, record.whose), "goal_ids": [ids["goal_id"]]}
    ids["activity_id"] = await made(f"{path}/activities", **activity)
    active = {"answer": "not_agreed", "reason": "Not now."}
    await record.caller.put(f"{path}/agreement", json=active, headers={"If-Match": "*"})
    assert (await record.caller.post(f"{path}/activate", headers={"If-Match": "*"})).status_code == 200
    review = {"outcome": "continue", "on": "2026-11-01", "notes": secret("plan", kind, record.whose)}
    ids["review_id"] = await made(f"{path}/reviews", **review)
    ids["assessment_id"] = await made(
        "/v1/assessments", **about, **asked, note=secret("assessment", kind, record.whose), complete=True
    )
    suggested = await record.caller.get(f"/v1/assessments/{ids['assessment_id']}/suggestions")
    ids["suggestion_id"] = suggested.json()["items"][0]["id"]
    meeting = {**MEETING, "title": secret("appointment", kind, record.whose), "sensitivities": bears}
    ids["appointment_id"] = await made("/v1/appointments", **about, **meeting)


async def _hand_over(record: Recorded, ids: dict[str, str], workers: list[str]) -> None:
    named = {"from_worker_id": workers[0], "to_worker_id": workers[1], "client_ids": [ids["client_id"]]}
    kind = "quiet" if ids is record.quiet else "plain"
    ids["transfer_id"] = await record.made(
        "/v1/caseloads/transfers", **named, reason="balance", note=secret("handover", kind, record.whose)
    )
    listed = await record.caller.get("/v1/handovers", params={"transfer_id": ids["transfer_id"]})
    ids["handover_id"] = listed.json()["items"][0]["id"]
