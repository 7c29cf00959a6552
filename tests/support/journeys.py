"""One client's way through the town, and what each side may see of it: exactly the disclosure tier, by every road."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

from tests.support.town import Member, Town, eventually

ABOUT_CLIENT = ("category", "summary", "code", "client_id", "client", "details")
T1 = {"category", "summary", "code"}
T2 = {*ABOUT_CLIENT}
CODE = {"system": "http://snomed.info/sct", "code": "464021000124104", "display": "Referral to community pantry"}
BANDS = ((5, "0-5"), (12, "6-12"), (17, "13-17"), (24, "18-24"), (34, "25-34"), (44, "35-44"), (54, "45-54"))


class Journey:
    """One client's way through the town."""

    def __init__(self, town: Town, family: str) -> None:
        self.town, self.sender, self.providers = town, town.sender, town.providers
        self.client, self.patient = town.people[family], town.patients[family]
        self.record = f"/v1/clients/{self.client['id']}"
        self.details, self.note = (
            f"{words} ({uuid4()})" for words in ("Two children, no stove.", "Ask for nobody else.")
        )

    def permits(self) -> None:
        """The client lets the first number be called, in the words of the one who asks."""
        point = {**self.client["contact_points"][0], "permitted": ["call"], "note": self.note}
        answer = self.sender.http.patch(self.record, json={"contact_points": [point]}, headers={"If-Match": "*"})
        self.client = answer.raise_for_status().json()

    def agrees(self, direction: str = "both", *categories: str) -> str:
        signed = (datetime.now(UTC) - timedelta(minutes=1)).isoformat()
        consent = self.sender.post(
            "/v1/consents",
            {
                "client_id": self.client["id"],
                "type": "general",
                "recipient_classes": ["network"],
                "purposes": ["care_coordination"],
                "categories": list(categories or ("food-insecurity",)),
                "direction": direction,
                "signature": {"name": "The client", "signer": "client", "method": "paper", "signed_at": signed},
                "language": "en",
            },
            expect=201,
        )
        return str(consent["id"])

    def refers(self, routing: str, providers: list[Member], *, expect: int = 201, **more: Any) -> Any:
        body = {
            "client_id": self.client["id"],
            "category": "food-insecurity",
            "code": CODE,
            "details": self.details,
            "routing": routing,
            "handoffs": [{"service_id": each.service} for each in providers],
            **more,
        }
        return self.sender.post("/v1/referrals", body, expect=expect)

    def summary(self) -> dict[str, Any]:
        """What tier T1 tells, worked out from the published patient."""
        born, today = date.fromisoformat(self.patient["birthDate"]), datetime.now(UTC).date()
        age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
        return {
            "age_band": next(band for oldest, band in BANDS if age <= oldest),
            "area": self.patient["address"][0]["postalCode"][:3],
            "language": self.patient["communication"][0]["language"]["coding"][0]["code"],
            "interpreter": False,
            "accessibility": [],
        }

    def identity(self) -> dict[str, Any]:
        """What tier T2 tells, worked out from the published patient and what the client permits."""
        name, phone = self.patient["name"][0], self.patient["telecom"][0]
        return {
            "id": self.client["id"],
            "name": {
                "use": "legal",
                "family": name["family"],
                "given": name["given"],
                "prefix": name["prefix"][0],
                "suffix": None,
                "since": None,
                "until": None,
            },
            "birth_date": self.patient["birthDate"],
            "contact_points": [
                {
                    "system": "phone",
                    "value": phone["value"],
                    "use": phone["use"],
                    "permitted": ["call"],
                    "safe_hours": [],
                    "note": self.note,
                }
            ],
            "do_not_contact": False,
        }

    def secrets(self) -> list[str]:
        """What nobody may read anywhere before tier T2."""
        patient, address = self.patient, self.patient["address"][0]
        name = patient["name"][0]
        words = [name["family"], patient["birthDate"], patient["telecom"][0]["value"], address["postalCode"]]
        return [self.client["id"], *words, *address["line"], self.details, self.note]

    def sees_summary(self, provider: Member, handoff: str) -> Any:
        """The provider is told T1 by every road, and no more by any."""
        seen = self._agree(provider, handoff)
        assert told(seen) == T1
        assert (seen["tier"], seen["summary"], seen["code"]) == (1, self.summary(), CODE)
        assert provider.status(self.record) == 404
        return seen

    def knows_nobody(self, provider: Member, handoff: str) -> None:
        """Nothing that would identify the client is anywhere that the provider can look."""
        roads = (f"/v1/handoffs/{handoff}", f"/v1/handoffs/{handoff}/history", "/v1/handoffs?to=me", "/v1/tasks")
        for road in (*roads, "/v1/clients", "/v1/consents", "/v1/referrals"):
            assert leaks(provider.http.get(road).text, self.secrets()) == [], road
        assert leaks(repr(provider.feed()), self.secrets()) == []

    def sees_identity(self, provider: Member, handoff: str, *, record: int = 200) -> Any:
        """The provider is told T2: who it is, with the permitted way to reach them while it works."""
        seen = self._agree(provider, handoff)
        assert told(seen) == T2
        assert (seen["tier"], seen["client_id"], seen["details"]) == (2, self.client["id"], self.details)
        reachable = {} if record == 200 else {"contact_points": []}
        assert (seen["client"], seen["summary"]) == (self.identity() | reachable, self.summary())
        if record == 200:
            self.opens_part_of_the_record(provider)
        assert provider.status(self.record) == record
        return seen

    def opens_part_of_the_record(self, provider: Member) -> None:
        """Who works for the client reads identity and permitted contact in the record too, and changes nothing."""
        answer = provider.http.get(self.record)
        part, numbers = answer.json(), [each["value"] for each in self.patient["identifier"]]
        assert [point["value"] for point in part["contact_points"]] == [self.patient["telecom"][0]["value"]]
        assert (part["identifiers"], "identifiers" in part["withheld"]) == ([], True)
        assert leaks(answer.text, numbers) == []
        refused = provider.http.patch(self.record, json={"pronouns": "she/her"}, headers={"If-Match": "*"})
        assert (refused.status_code, refused.json()["code"]) == (403, "client.not-served")

    def _agree(self, provider: Member, handoff: str) -> Any:
        """One handoff looks the same by itself and in the inbox."""
        seen = provider.get(f"/v1/handoffs/{handoff}")
        listed = provider.get("/v1/handoffs", to="me", limit=200)["items"]
        found = [each for each in listed if each["id"] == handoff]
        assert [without_actions(each) for each in found] == [without_actions(seen)]
        return seen

    def hidden_from(self, member: Member, referral: str, *handoffs: str) -> None:
        """For whom it does not concern, there is no such thing; who is asked for a share knows the referral's id."""
        paths = [
            self.record,
            f"{self.record}/consents",
            f"/v1/referrals/{referral}",
            f"/v1/referrals/{referral}/history",
        ]
        paths += [f"/v1/handoffs/{each}{road}" for each in handoffs for road in ("", "/history")]
        assert {path: member.status(path) for path in paths} == dict.fromkeys(paths, 404)
        for each in handoffs:
            member.post(f"/v1/handoffs/{each}/accept", expect=404, **{"If-Match": "*"})
        lists = [member.http.get(path).text for path in ("/v1/handoffs", "/v1/referrals", "/v1/clients", "/v1/tasks")]
        asked = referral in lists[0]
        hidden = [*handoffs, *self.secrets(), *(() if asked else (referral,))]
        assert leaks("".join(lists) + repr(member.feed()), hidden) == []

    def sender_sees(self, referral: str, state: str, *handoffs: str) -> Any:
        """The sender always knows whom it asked about, and where each share stands."""
        seen = self.sender.get(f"/v1/referrals/{referral}")
        assert (seen["state"], [each["state"] for each in seen["handoffs"]]) == (state, list(handoffs))
        assert {frozenset(told(each)) for each in seen["handoffs"]} == {frozenset(T2)}
        assert {each["client"]["id"] for each in seen["handoffs"]} == {self.client["id"]}
        return seen

    def tasks(self, member: Member, referral: str) -> list[tuple[str, str]]:
        found = member.get("/v1/tasks", limit=200)["items"]
        return sorted((each["kind"], each["status"]) for each in found if each["referral_id"] == referral)


def told(handoff: dict[str, Any]) -> set[str]:
    return {name for name in ABOUT_CLIENT if handoff[name] is not None}


def without_actions(handoff: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in handoff.items() if name not in {"available_actions", "notices"}}


def leaks(text: str, secrets: list[str]) -> list[str]:
    return [secret for secret in secrets if secret in text]


def events_about(member: Member, referral: str) -> list[tuple[str, str, str, int]]:
    """What the feed tells a member of a referral and its handoffs."""
    return [
        (each["id"], each["type"], each["subject"]["id"], each["subject"]["version"])
        for each in member.feed("referral", "handoff")
        if referral in (each["subject"]["id"], each["related"].get("referral"))
    ]


def heard_about(member: Member, referral: str) -> list[tuple[str, str, str, int]]:
    """What a member's webhook heard of a referral and its handoffs, each once, in the order of arrival."""
    assert member.hearing is not None
    told = ((each["type"], each["data"]) for each in member.hearing.told(about=referral))
    kept = ((kind, data) for kind, data in told if data["subject_type"] in {"referral", "handoff"})
    return [(data["event_id"], kind, data["subject_id"], data["version"]) for kind, data in kept]


def every_move_was_told(journey: Journey, referral: str) -> None:
    """Each line of history is one event; each event is heard by whom the feed tells it, in the feed's order."""
    lines = len(journey.sender.get(f"/v1/referrals/{referral}/history", limit=200)["items"])
    begun = 1
    eventually(lambda: len(events_about(journey.sender, referral)) == begun + lines, "every move is an event")
    for member in journey.town.members:
        wanted = events_about(member, referral)
        eventually(lambda: len(heard_about(member, referral)) >= len(wanted), f"{member.name} hears of everything")  # noqa: B023 - called at once
        assert heard_about(member, referral) == wanted
