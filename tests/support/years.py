"""A client's year as an agency lives it: over HTTP, each side with a program of its own, days stated in the past."""

import io
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pypdf

from tests.support.postgres import Database
from tests.support.processes import ending, environment
from tests.support.running import PATIENCE, command
from tests.support.town import CARE, Member, a_member, eventually

ANY = {"If-Match": "*"}
PHQ_9 = ("44250-9", "44255-8", "44259-0", "44254-1", "44251-7", "44258-2", "44252-5", "44253-3", "44260-8")
HOW_OFTEN = ("LA6568-5", "LA6569-3", "LA6570-1", "LA6571-9")
SCREENING = {
    "/71802-3": "LA31994-9",
    "/96778-6": "LA9-3",
    "/88122-7": "LA28397-0",
    "/88123-5": "LA6729-3",
    "/93030-5": "LA32-8",
    "/96779-4": "LA32-8",
    "/95618-5": "LA6270-8",
    "/95617-7": "LA6270-8",
    "/95616-9": "LA6270-8",
    "/95615-1": "LA6270-8",
}
KEPT_OF_PLAN = (
    *("title", "description", "categories", "starts", "ends", "language", "worker_id", "team_ids", "strengths"),
    *("preferences", "cultural_considerations", "crisis_plan", "review_every", "next_review", "notes", "identifiers"),
)
KEPT_OF_STEP = (
    *("kind", "title", "concept", "details", "goal_ids", "worker_id", "who", "starts", "due", "when", "place"),
)


def day(ago: int) -> str:
    """A day of the last year."""
    return (datetime.now(UTC).date() - timedelta(days=ago)).isoformat()


def moment(ago: int) -> str:
    """The same time of such a day."""
    return (datetime.now(UTC) - timedelta(days=ago)).isoformat()


@dataclass(slots=True, kw_only=True)
class Place:
    """Who is there: a family center with two case managers, a pantry, a housing agency, and one with no part in it."""

    database: Database
    office: Member
    center: Member
    supervisor: Member
    pantry: Member
    homes: Member
    stranger: Member
    rosa: str
    luis: str


@contextmanager
def a_place(database: Database, url: str, office: dict[str, Any]) -> Iterator[Place]:
    """Let a network's administrator take in the agencies, their programs and their people."""
    with ExitStack() as stack:
        admin = stack.enter_context(a_member(url, "Office", office))
        joined = {name: _agency(admin, name) for name in ("Family Center", "Pantry", "Homes", "Stranger")}

        def program(name: str, *roles: str, offers: str | None = None) -> Member:
            wanted = {
                "agency_id": joined[name],
                "name": f"{name} {roles[0]}",
                "roles": roles,
                "scope": "system/*.cruds",
            }
            credentials = {"agency": joined[name], **admin.post("/v1/api-clients", wanted, expect=201)}
            member = stack.enter_context(a_member(url, name, credentials))
            if offers is not None:
                service = {"agency_id": joined[name], "name": f"{name} for you", "categories": [offers]}
                member.service = admin.post("/v1/services", service, expect=201)["id"]
            return member

        rosa, luis = (_worker(admin, joined["Family Center"], *names) for names in (("Rosa", "Paz"), ("Luis", "Sol")))
        yield Place(
            database=database,
            office=admin,
            center=program("Family Center", *CARE),
            supervisor=program("Family Center", "supervisor"),
            pantry=program("Pantry", *CARE, offers="food-insecurity"),
            homes=program("Homes", *CARE, offers="housing-instability"),
            stranger=program("Stranger", *CARE),
            rosa=rosa,
            luis=luis,
        )


def _agency(admin: Member, name: str) -> str:
    return str(admin.post("/v1/agencies", {"name": name, "membership": "full"}, expect=201)["id"])


def _worker(admin: Member, agency: str, given: str, family: str) -> str:
    body = {"agency_id": agency, "given": given, "family": family, "roles": ["case_manager"]}
    return str(admin.post("/v1/workers", body, expect=201)["id"])


@dataclass(slots=True, kw_only=True)
class Year:
    """What the family center does with one client over a year, and what it finds."""

    place: Place
    client: str
    made: dict[str, str] = field(default_factory=dict)

    @property
    def center(self) -> Member:
        return self.place.center

    @property
    def record(self) -> str:
        return f"/v1/clients/{self.client}"

    @property
    def plan(self) -> str:
        return f"/v1/care-plans/{self.made['plan']}"

    @classmethod
    def of(cls, place: Place, given: str, family: str) -> "Year":
        """The center gets to know somebody who speaks Spanish, and Rosa answers for her."""
        person = {
            "names": [{"use": "legal", "given": [given], "family": family}],
            "birth_date": "1988-05-02",
            "languages": [{"tag": "es", "preferred": True}],
        }
        client = place.center.post("/v1/clients", person, expect=201)["id"]
        year = cls(place=place, client=client)
        place.center.post(f"{year.record}/care-team/primary", {"worker_id": place.rosa}, **ANY)
        return year

    def asks(self, instrument: str, answers: dict[str, str], *, ago: int) -> Any:
        """Rosa asks in Spanish, on a day of the past."""
        asked = {
            "client_id": self.client,
            "instrument": instrument,
            "language": "es",
            "asked_at": moment(ago),
            "asked_by": self.place.rosa,
            "answers": {item: {"values": [answer]} for item, answer in answers.items()},
            "complete": True,
        }
        return self.center.post("/v1/assessments", asked, expect=201)

    def asks_phq_9(self, *scores: int, ago: int) -> Any:
        """Nine answers, from not at all to nearly every day."""
        answers = {f"/{item}": HOW_OFTEN[score] for item, score in zip(PHQ_9, scores, strict=True)}
        return self.asks("phq-9", answers, ago=ago)

    def takes_up(self, assessment: str, **providers: Member) -> dict[tuple[str, str], Any]:
        """Accept all that is suggested; referrals go to the provider named for their category."""
        path, taken = f"/v1/assessments/{assessment}/suggestions", {}
        for each in self.center.get(path)["items"]:
            service = providers.get((each["category"] or "").partition("-")[0])
            wish = {"handoffs": [{"service_id": service.service}]} if each["kind"] == "referral" and service else {}
            accepted = self.center.post(f"{path}/{each['id']}/accept", wish, **ANY)
            served = next((key[1] for key, one in taken.items() if one["id"] == each["serves"]), each["category"])
            taken[each["kind"], served] = accepted
        return taken

    def describes_plan(self, **changes: Any) -> Any:
        """Describe the plan anew, as it stands but for some changes."""
        stands = self.center.get(self.plan)
        body = {name: stands[name] for name in KEPT_OF_PLAN} | {"need_ids": [need["id"] for need in stands["needs"]]}
        answer = self.center.http.put(self.plan, json=body | changes, headers=ANY)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def links(self, title: str, **changes: Any) -> Any:
        """Say more of an activity of the plan: which referral it is, say."""
        [found] = [each for each in self.center.get(self.plan)["activities"] if each["title"] == title]
        path, body = f"{self.plan}/activities/{found['id']}", {name: found[name] for name in KEPT_OF_STEP}
        answer = self.center.http.put(path, json=body | changes, headers=ANY)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def does(self, title: str) -> None:
        """Do a step of the plan that follows nothing else."""
        [found] = [each for each in self.center.get(self.plan)["activities"] if each["title"] == title]
        self.center.act(f"{self.plan}/activities/{found['id']}", "start")
        self.center.act(f"{self.plan}/activities/{found['id']}", "complete")

    def reviews_due(self) -> list[tuple[str, str, str]]:
        """The reviews on the center's list: whose, and whether they are done."""
        found = self.center.get("/v1/tasks", client_id=self.client)["items"]
        found = [each for each in found if each["kind"] == "care_plan_review" and each["plan_id"] == self.made["plan"]]
        return sorted((each["due"][:10], each["worker_id"], each["status"]) for each in found)

    def night_passes(self, reviews: int) -> None:
        """The worker process makes its round; it does so when it begins."""
        with ending(command("worker", **environment(self.place.database))) as process:
            eventually(lambda: len(self.reviews_due()) == reviews, "the review is on the list")
            process.terminate()
            process.communicate(timeout=PATIENCE)

    def allows(self, agency: Member, *categories: str) -> None:
        """The client lets one agency know these, and it may tell back what came of it."""
        consent = {
            "client_id": self.client,
            "type": "general",
            "recipients": [agency.agency],
            "purposes": ["care_coordination"],
            "categories": categories,
            "direction": "both",
            "signature": {"name": "Ella", "signer": "client", "method": "paper", "signed_at": moment(300)},
            "language": "es",
        }
        self.center.post("/v1/consents", consent, expect=201)

    def makes_steps_of_referrals(self, titles: dict[str, str]) -> None:
        """Let a step of the plan be the referral of a category, for the goal that was suggested with it too."""
        activities = self.center.get(self.plan)["activities"]
        for category, title in titles.items():
            [goals] = [each["goal_ids"] for each in activities if each["title"] == title]
            suggested = self.made[f"goal {category}"]
            self.links(title, referral_id=self.made[f"referral {category}"], goal_ids=[*goals, suggested])

    def provider(self, category: str) -> Member:
        """Who helps with it."""
        return {"food-insecurity": self.place.pantry, "housing-instability": self.place.homes}[category]

    def sends(self, category: str) -> str:
        """Send the referral of a category; return the path of the provider's share of it."""
        sent = self.center.act(f"/v1/referrals/{self.made[f'referral {category}']}", "send")
        return f"/v1/handoffs/{sent['handoffs'][0]['id']}"

    def steps(self) -> dict[str, str]:
        """Where each step of the plan stands."""
        return {each["title"]: each["status"] for each in self.center.get(self.plan)["activities"]}

    def read_by_providers(self) -> list[set[str]]:
        """What the pantry reads of the client's record, and what the housing agency does."""
        return [self.read_by(member) for member in (self.place.pantry, self.place.homes)]

    def read_by(self, member: Member) -> set[str]:
        """Which of these an agency may read; whatever it may not read, is not there for it."""
        paths = {
            "food need": f"/v1/needs/{self.made['need food-insecurity']}",
            "housing need": f"/v1/needs/{self.made['need housing-instability']}",
            "goal": f"/v1/goals/{self.made['goal food-insecurity']}",
            "plan": self.plan,
            "PHQ-9": f"/v1/assessments/{self.made['PHQ-9']}",
            "timeline": f"{self.record}/timeline",
        }
        statuses = {name: member.status(path) for name, path in paths.items()}
        assert set(statuses.values()) <= {200, 404}, statuses
        return {name for name, status in statuses.items() if status == 200}

    def team(self) -> dict[str, str]:
        """The agencies that came with a handoff: who is still there."""
        members = self.center.get(f"{self.record}/care-team")["members"]
        return {each["agency_id"]: each["status"] for each in members if each["handoff_id"]}

    def timeline(self, member: Member | None = None, **filters: Any) -> list[dict[str, Any]]:
        """All of the timeline, the oldest first."""
        entries, query = [], {"limit": 200, **filters}
        while True:
            page = (member or self.center).get(f"{self.record}/timeline", **query)
            entries += page["items"]
            if page["next_cursor"] is None:
                return entries[::-1]
            query["after"] = page["next_cursor"]

    def printed(self, accept: str) -> httpx.Response:
        """The plan on paper, in the client's language."""
        return self.center.http.get(f"{self.plan}/print", headers={"Accept": accept}).raise_for_status()


def text_of(pdf: bytes) -> str:
    """What one reads on the pages, line breaks aside."""
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())
