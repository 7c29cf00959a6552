"""A client's year: from a screening in Spanish to a printed plan that says that the goals were reached.

One answer leads to a need, the need to a goal, the goal to a step or a referral, and its outcome back to the goal. Each
fixture is a chapter of the year and begins where the one before ended; the tests say what was seen.
"""

import json
from collections.abc import Iterator
from types import SimpleNamespace as Chapter

import pytest

from app.adapters.postgres.embedded.server import EmbeddedServer
from tests.support.postgres import a_copy
from tests.support.processes import environment
from tests.support.running import a_running
from tests.support.town import throughline
from tests.support.years import ANY, SCREENING, Year, a_place, day, text_of

FOOD, HOUSING = "food-insecurity", "housing-instability"
STEPS = {
    FOOD: "Recibir comida de un banco de alimentos cercano",
    HOUSING: "Hablar con quien ayuda a conservar el hogar",
}
BY_HAND = (
    "Solicitar SNAP (ayuda para comida)",
    "Anotar la renta, las cuentas y los ingresos",
    "Hablar de cómo va todo",
)
EAT, HOME = "Tengo suficiente comida para cada día.", "Tengo un hogar que puedo conservar."
ENOUGH_FOOD = "Tener suficiente comida en casa todos los días del mes"
KEEP_HOME = "Conservar mi vivienda, o encontrar otra antes de tener que salir"
MET = {"outcome": {"result": "need_met", "enrollment": "enrolled"}}


@pytest.fixture(scope="module")
def year(postgres: EmbeddedServer) -> Iterator[Year]:
    """Luz Marina comes to the center; its service runs on a database of its own."""
    with a_copy(postgres) as database:
        office = json.loads(throughline(database, "network", "found", "Bay", "--time-zone", "America/New_York"))
        with a_running("serve", **environment(database)) as running, a_place(database, running.url, office) as place:
            yield Year.of(place, "Luz Marina", "Ortega")


@pytest.fixture(scope="module")
def screened(year: Year) -> Chapter:
    """In winter Rosa asks about food, home and the rest, in Spanish; what is suggested is taken up."""
    found = year.asks("ahc-hrsn-core", SCREENING, ago=360)
    offered = year.center.get(f"/v1/assessments/{found['id']}/suggestions", language="es")["items"]
    taken = year.takes_up(found["id"], food=year.place.pantry, housing=year.place.homes)
    year.made |= {f"{kind} {category}": each["made"]["id"] for (kind, category), each in taken.items()}
    read = {key: year.center.get(each["made"]["href"]) for key, each in taken.items()}
    return Chapter(year=year, found=found, offered=offered, taken=taken, read=read)


@pytest.fixture(scope="module")
def alarmed(screened: Chapter) -> Chapter:
    """She says that she has thought of hurting herself on several days."""
    year: Year = screened.year
    found = year.asks_phq_9(2, 3, 2, 2, 2, 2, 2, 0, 1, ago=355)
    tasks = [each for each in year.center.get("/v1/tasks", client_id=year.client)["items"] if each["kind"] == "safety"]
    year.center.act(f"/v1/tasks/{tasks[0]['id']}", "complete")
    year.made["PHQ-9"] = found["id"]
    return Chapter(year=year, found=found, tasks=tasks)


@pytest.fixture(scope="module")
def planned(alarmed: Chapter) -> Chapter:
    """A plan is made of a template, refused without her word, agreed on and begun."""
    year: Year = alarmed.year
    offered = year.center.get("/v1/care-plan-templates", scope="built_in")["items"]
    [template] = [each for each in offered if each["name"] == "Food and a steady home"]
    wish = {"client_id": year.client, "start": day(350), "worker_id": year.place.rosa}
    draft = year.center.post(f"/v1/care-plan-templates/{template['id']}/apply", wish, expect=201)
    year.made |= {"plan": draft["id"]}
    year.describes_plan(
        next_review=day(320),
        strengths=["Cocina muy bien", "Su hermana vive cerca"],
        crisis_plan={"warning_signs": ["Dejo de contestar el teléfono"], "contacts": [{"name": "Ana", "phone": "988"}]},
    )
    for category in STEPS:
        year.center.post(f"{year.plan}/goals", {"goal_id": year.made[f"goal {category}"]})
    refused = year.center.act(year.plan, "activate", expect=409)
    agreement = {"answer": "agreed", "on": day(349), "method": "signed"}
    year.center.http.put(f"{year.plan}/agreement", json=agreement, headers=ANY).raise_for_status()
    begun = year.center.act(year.plan, "activate")
    for goal in begun["goals"]:
        year.center.act(f"/v1/goals/{goal['id']}", "activate")
    return Chapter(year=year, template=template, draft=draft, refused=refused, begun=begun)


@pytest.fixture(scope="module")
def reviewed(planned: Chapter) -> Chapter:
    """Twice a review falls due; between them something changes."""
    year: Year = planned.year
    before = year.center.get(year.plan)["version"]
    year.night_passes(reviews=1)
    due = [year.reviews_due()]
    year.center.post(f"{year.plan}/reviews", {"outcome": "continue", "on": day(320)}, expect=201)
    due.append(year.reviews_due())
    year.describes_plan(preferences=["Llamar por la mañana"])
    year.night_passes(reviews=2)
    due.append(year.reviews_due())
    revised = {"outcome": "revise", "on": day(280), "participants": ["Luz Marina"], "next_due": "2090-01-02"}
    second = year.center.post(f"{year.plan}/reviews", revised, expect=201)
    due.append(year.reviews_due())
    diff = year.center.get(f"{year.plan}/versions/{before}/diff", to=second["plan_version"])
    return Chapter(year=year, due=due, second=second, diff=diff, before=before)


@pytest.fixture(scope="module")
def helped(reviewed: Chapter) -> Chapter:
    """The pantry and the housing agency take her referrals on, and do what they were asked for."""
    year: Year = reviewed.year
    year.allows(year.place.pantry, FOOD, "care-plans")
    year.allows(year.place.homes, HOUSING)
    year.makes_steps_of_referrals(STEPS)
    told = Chapter(year=year, read=[year.read_by_providers()], team=[], steps=[], closed={})
    shares = {category: year.sends(category) for category in STEPS}
    for category, share in shares.items():
        year.provider(category).act(share, "accept")
    told.read.append(year.read_by_providers())
    told.team.append(year.team())
    told.steps.append(year.steps())
    told.pantrys_plan = year.place.pantry.get(year.plan)
    told.pantrys_timeline = {each["kind"] for each in year.timeline(year.place.pantry)}
    for title in BY_HAND:
        year.does(title)
    for category, share in shares.items():
        year.provider(category).act(share, "start")
        told.steps.append(year.steps())
        year.provider(category).act(share, "complete", MET)
        told.closed[category] = year.center.act(f"/v1/referrals/{year.made[f'referral {category}']}", "complete", MET)
    told.read.append(year.read_by_providers())
    told.team.append(year.team())
    told.steps.append(year.steps())
    return told


@pytest.fixture(scope="module")
def handed_over(helped: Chapter) -> Chapter:
    """Rosa goes on leave, and Luis takes over."""
    year: Year = helped.year
    wish = {
        "from_worker_id": year.place.rosa,
        "to_worker_id": year.place.luis,
        "client_ids": [year.client],
        "reason": "absence",
        "note": "Le gusta que la llamen por la mañana.",
    }
    transfer = year.place.supervisor.post("/v1/caseloads/transfers", wish, expect=201)
    [item] = year.center.get(f"{year.record}/handovers")["items"]
    given = year.center.get(f"/v1/handovers/{item['id']}")
    read = year.center.act(f"/v1/handovers/{item['id']}", "acknowledge")
    team = year.center.get(f"{year.record}/care-team")["members"]
    return Chapter(year=year, transfer=transfer, given=given, read=read, team=team)


@pytest.fixture(scope="module")
def reached(handed_over: Chapter) -> Chapter:
    """She feels better from season to season; in the end the goals are reached, and the plan is done."""
    year: Year = handed_over.year
    year.asks_phq_9(1, 2, 1, 2, 1, 1, 1, 0, 0, ago=180)
    year.asks_phq_9(1, 0, 1, 1, 0, 0, 1, 0, 0, ago=10)
    standing = {goal["words"]: goal["achievement"] for goal in year.center.get(year.plan)["goals"]}
    for goal in year.center.get(year.plan)["goals"]:
        seen = {"achievement": "achieved", "note": "Tres meses con comida y con la renta al día."}
        year.center.post(f"/v1/goals/{goal['id']}/progress", seen, expect=201)
        year.center.act(f"/v1/goals/{goal['id']}", "complete", {"achievement": "achieved"})
    done = year.center.act(year.plan, "complete")
    return Chapter(year=year, standing=standing, done=done)


def test_a_screening_in_spanish_finds_needs_and_says_which_answers_told_so(screened: Chapter) -> None:
    assert (screened.found["language"], screened.found["status"]) == ("es", "completed")
    kinds = [(each["kind"], each["category"], each["state"]) for each in screened.offered]
    assert kinds == [
        ("need", HOUSING, "open"),
        ("goal", None, "open"),
        ("referral", HOUSING, "open"),
        ("need", FOOD, "open"),
        ("goal", None, "open"),
        ("referral", FOOD, "open"),
    ]
    causes = {each["category"]: each["causes"] for each in screened.offered if each["kind"] == "need"}
    assert [(cause["link_id"], cause["answered"]) for cause in causes[HOUSING]] == [
        ("/71802-3", "Tengo un lugar donde vivir hoy, pero me preocupa perderlo en el futuro")
    ]
    assert [cause["link_id"] for cause in causes[FOOD] if cause["link_id"]] == ["/88122-7", "/88123-5"]


def test_what_is_taken_up_becomes_needs_goals_and_drafts_that_know_where_they_come_from(screened: Chapter) -> None:
    for category in STEPS:
        need, goal, referral = (screened.read[kind, category] for kind in ("need", "goal", "referral"))
        assert (need["assessment_id"], need["category"]) == (screened.found["id"], category)
        assert set(need["link_ids"]) <= SCREENING.keys()
        assert (goal["need_ids"], goal["state"]) == ([need["id"]], "proposed")
        assert (referral["state"], referral["category"]) == ("draft", category)
    assert {each["state"] for each in screened.taken.values()} == {"accepted"}
    assert screened.read["goal", FOOD]["words"] == ENOUGH_FOOD


def test_a_word_about_self_harm_puts_an_urgent_task_on_the_list_at_once(alarmed: Chapter) -> None:
    [task] = alarmed.tasks
    assert (task["priority"], task["status"], task["worker_id"]) == ("urgent", "open", alarmed.year.place.rosa)
    assert task["assessment_id"] == alarmed.found["id"]


def test_a_plan_of_a_template_keeps_its_goals_steps_and_links(planned: Chapter, screened: Chapter) -> None:
    draft = planned.draft
    goals = {goal["words"]: goal["id"] for goal in draft["goals"]}
    assert (draft["template_id"], draft["language"], set(goals)) == (planned.template["id"], "es", {EAT, HOME})
    assert {need["id"] for need in draft["needs"]} == {screened.read["need", category]["id"] for category in STEPS}
    assert {each["title"]: set(each["goal_ids"]) for each in draft["activities"]} == {
        STEPS[FOOD]: {goals[EAT]},
        BY_HAND[0]: {goals[EAT]},
        STEPS[HOUSING]: {goals[HOME]},
        BY_HAND[1]: {goals[HOME]},
        BY_HAND[2]: {goals[EAT], goals[HOME]},
    }


def test_a_plan_begins_only_when_the_client_has_agreed(planned: Chapter) -> None:
    refused = planned.refused
    assert (refused["code"], refused["context"]["blockers"]) == ("care-plan.blocked", ["agreement_missing"])
    assert (planned.begun["status"], planned.begun["agreement"]["on"]) == ("active", day(349))


def test_a_review_that_is_due_is_a_task_until_it_is_held(reviewed: Chapter) -> None:
    rosa = reviewed.year.place.rosa
    statuses = [[status for _, whose, status in due if whose == rosa] for due in reviewed.due]
    assert statuses == [["open"], ["done"], ["done", "open"], ["done", "done"]]
    assert reviewed.second["next_due"] == "2090-01-02"


def test_two_versions_say_what_has_changed_between_them(reviewed: Chapter) -> None:
    [plan] = reviewed.diff["differences"]
    assert (reviewed.diff["before"], plan["what"], plan["change"]) == (reviewed.before, "plan", "changed")
    assert "/next_review" in {field["pointer"] for field in plan["fields"]}
    assert "Llamar por la mañana" in str(plan["fields"])


def test_a_provider_reads_what_she_allows_while_it_works_and_nothing_before_or_after(helped: Chapter) -> None:
    nobody, working, over = helped.read
    assert nobody == [set(), set()]
    assert working == [{"food need", "goal", "plan", "timeline"}, {"housing need", "timeline"}]
    assert over == [set(), set()]
    assert [need["id"] for need in helped.pantrys_plan["needs"]] == [helped.year.made[f"need {FOOD}"]]
    record = {"client", "care-team-member", "handoff"}
    assert helped.pantrys_timeline == record | {"need", "goal", "care-plan"}  # no assessment, task or consent


def test_a_provider_is_on_the_team_from_its_yes_to_its_last_word(helped: Chapter) -> None:
    providers = {helped.year.provider(category).agency for category in STEPS}
    assert helped.team == [dict.fromkeys(providers, "active"), dict.fromkeys(providers, "former")]


def test_steps_follow_their_referrals(helped: Chapter) -> None:
    ways = {category: [steps[title] for steps in helped.steps] for category, title in STEPS.items()}
    assert ways == {
        FOOD: ["scheduled", "in_progress", "completed", "completed"],
        HOUSING: ["scheduled", "scheduled", "in_progress", "completed"],
    }
    assert {each["state"] for each in helped.closed.values()} == {"completed"}


def test_outcomes_move_the_goals(helped: Chapter) -> None:
    center, made = helped.year.center, helped.year.made
    for category in STEPS:
        [seen] = center.get(f"/v1/goals/{made[f'goal {category}']}/progress")["items"][-1:]
        assert (seen["source"], seen["origin_id"]) == ("referral", made[f"referral {category}"])


def test_whoever_takes_over_reads_what_stood_open_and_says_so(handed_over: Chapter) -> None:
    year: Year = handed_over.year
    assert (handed_over.transfer["status"], handed_over.transfer["done"]) == ("done", 1)
    assert handed_over.given["note"] == "Le gusta que la llamen por la mañana."
    points = {(point["kind"], point["text"]) for point in handed_over.given["points"]}
    assert {("goal", EAT), ("goal", HOME), ("care_plan", "Comida y un hogar estable")} <= points
    assert handed_over.read["status"] == "acknowledged"
    primary = [each["worker_id"] for each in handed_over.team if each["primary"] and each["status"] == "active"]
    assert primary == [year.place.luis]
    assert year.center.get(year.plan)["worker_id"] == year.place.luis


def test_her_low_mood_lifts_over_the_year(reached: Chapter) -> None:
    points = reached.year.center.get(f"{reached.year.record}/scores", instrument="phq-9", score="total")["items"]
    told = sorted((point["at"], point["value"], point["band"]) for point in points)
    assert [(value, band) for _, value, band in told] == [(16, "moderately-severe"), (9, "mild"), (4, "minimal")]


def test_the_goals_are_reached_and_the_plan_is_done(reached: Chapter) -> None:
    assert reached.standing == {EAT: "achieved", HOME: "achieved", ENOUGH_FOOD: "achieved", KEEP_HOME: "achieved"}
    assert {(goal["state"], goal["achievement"]) for goal in reached.done["goals"]} == {("completed", "achieved")}
    assert reached.done["status"] == "completed"


def test_the_timeline_tells_it_all_in_order(reached: Chapter) -> None:
    told = reached.year.timeline()
    assert [each["at"] for each in told] == sorted(each["at"] for each in told)
    milestones = iter(each["type"] for each in told)
    for milestone in (
        *("client.registered", "care-team-member.made_primary", "assessment.completed", "need.created"),
        *("goal.created", "referral.created", "task.created", "care-plan.created", "care-plan.activated"),
        *("care-plan.reviewed", "care-plan.reviewed", "consent.granted", "referral.sent", "care-team-member.joined"),
        *("care-team-member.left", "referral.completed", "goal.progressed", "handover.given"),
        *("assessment.completed", "goal.completed", "care-plan.completed"),
    ):
        assert milestone in milestones, milestone


def test_the_timeline_can_be_narrowed_and_is_hidden_from_strangers(reached: Chapter) -> None:
    year: Year = reached.year
    everything = year.timeline()
    assert {each["kind"] for each in year.timeline(kind="goal")} == {"goal"}
    middle = everything[len(everything) // 2]["at"]
    assert year.timeline(until=middle) + year.timeline(since=middle) == everything
    assert year.read_by(year.place.stranger) == set()


def test_the_printed_plan_says_in_plain_spanish_that_the_goals_were_reached(reached: Chapter) -> None:
    page, sheet = (reached.year.printed(kind) for kind in ("text/html", "application/pdf"))
    assert (page.headers["content-language"], sheet.headers["content-language"]) == ("es", "es")
    assert '<html lang="es"' in page.text
    for text in (page.text, text_of(sheet.content)):
        assert text.count("Usted alcanzó esta meta") == 4
        for words in (
            "Comida y un hogar estable",
            "Luz Marina",
            "Está a cargo de su caso",
            EAT,
            HOME,
            ENOUGH_FOOD,
            "Dejo de contestar el teléfono",
            "988",
        ):
            assert words in text, words
