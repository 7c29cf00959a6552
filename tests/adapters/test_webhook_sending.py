import base64
import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from app.adapters.outbound.client import GuardedWeb
from app.adapters.outbound.guard import Guard
from app.adapters.seal import ServiceSeal
from app.adapters.webhooks.keys import SealedKeys
from app.adapters.webhooks.sender import StandardWebhookSender, rendered, retry_after
from app.adapters.webhooks.signing import OpenKey, signature, signed_headers
from app.domain.codes import Sensitivity
from app.domain.identity import DeliveryId, NetworkId, WebhookId
from app.domain.sensitivity.notices import PART_2
from app.domain.webhooks.delivery import Outcome
from app.domain.webhooks.keys import SignatureScheme
from app.ports.webhooks import FreshKey, Message, Parcel
from tests.support.receiver import BREAK, HANG, a_receiver, verifies

NOW = datetime(2026, 11, 21, 20, 26, 10, 344522, tzinfo=UTC)
REFERRAL, HANDOFF, CLIENT, EVENT = (UUID(int=number) for number in (1, 2, 3, 4))

KEYS = SealedKeys(ServiceSeal(b"the service's own key of 32 bytes", b"tests"))
KEY = KEYS.new()


@pytest.fixture
async def sender() -> AsyncIterator[StandardWebhookSender]:
    web = GuardedWeb(Guard(allow_private_targets=True))
    yield StandardWebhookSender(web, KEYS, seconds=0.5)
    await web.close()


def a_key(letter: bytes) -> OpenKey:
    return OpenKey(SignatureScheme.HMAC_SHA256, letter * 32)


def a_message(related: Mapping[str, UUID], subject_type: str = "handoff") -> Message:
    return Message(
        id=EVENT,
        type=f"{subject_type}.accepted",
        at=NOW,
        subject_type=subject_type,
        subject=HANDOFF,
        version=3,
        related=related,
    )


def a_parcel(url: str, key: FreshKey) -> Parcel:
    return Parcel(
        network=NetworkId(UUID(int=9)),
        delivery=DeliveryId(UUID(int=8)),
        webhook=WebhookId(UUID(int=7)),
        stream=REFERRAL,
        lease=UUID(int=6),
        url=url,
        keys=(key.kept,),
        message=a_message({"referral": REFERRAL}),
        tries=1,
    )


def test_the_signature_of_the_published_vector_comes_out() -> None:
    key = OpenKey(SignatureScheme.HMAC_SHA256, base64.b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))
    signed = signature(b'msg_p5jXN8AQM9LWM0D4loKWxJek.1614265330.{"test": 2432232314}', key)
    assert signed == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_receiver_that_follows_the_specification_believes_us_and_nobody_else() -> None:
    headers = signed_headers("msg", NOW, b"{}", [a_key(b"k")])
    ours = "whsec_" + base64.b64encode(b"k" * 32).decode()
    theirs = "whsec_" + base64.b64encode(b"x" * 32).decode()
    now = int(NOW.timestamp())
    assert verifies(headers, b"{}", ours, now=now)
    assert not verifies(headers, b"{ }", ours, now=now)
    assert not verifies({**headers, "webhook-id": "other"}, b"{}", ours, now=now)
    assert not verifies(headers, b"{}", theirs, now=now)
    assert not verifies(headers, b"{}", ours, now=now + 301)


def test_during_a_rotation_old_and_new_secret_both_verify() -> None:
    headers = signed_headers("msg", NOW, b"{}", [a_key(b"n"), a_key(b"o")])
    assert headers["webhook-signature"].count("v1,") == 2
    for key in (b"n" * 32, b"o" * 32):
        assert verifies(headers, b"{}", base64.b64encode(key).decode(), now=int(NOW.timestamp()))


def test_the_pair_of_the_published_vector_signs_as_the_asymmetric_scheme_asks() -> None:
    """RFC 8032, section 7.1, TEST 1."""
    seed = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
    version, _, value = signature(b"", OpenKey(SignatureScheme.ED25519, seed)).partition(",")
    published = (
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24"
        "655141438e7a100b"
    )
    assert (version, base64.b64decode(value).hex()) == ("v1a", published)


def test_a_change_of_scheme_signs_both_ways_meanwhile() -> None:
    pair, secret = KEYS.new(SignatureScheme.ED25519), KEYS.new()
    keys = [OpenKey(each.kept.scheme, KEYS.open(each.kept)) for each in (pair, secret)]
    headers, now = signed_headers("msg", NOW, b"{}", keys), int(NOW.timestamp())
    assert [each.partition(",")[0] for each in headers["webhook-signature"].split(" ")] == ["v1a", "v1"]
    assert verifies(headers, b"{}", pair.kept.public, now=now)
    assert verifies(headers, b"{}", secret.secret, now=now)
    assert not verifies(headers, b"{ }", pair.kept.public, now=now)
    assert not verifies(headers, b"{}", KEYS.new(SignatureScheme.ED25519).kept.public, now=now)


def test_the_private_half_of_a_pair_is_given_to_nobody() -> None:
    pair = KEYS.new(SignatureScheme.ED25519)
    assert pair.secret is None
    assert str(pair.kept.public).startswith("whpk_")
    assert len(base64.b64decode(str(pair.kept.public).removeprefix("whpk_"))) == 32
    assert KEYS.open(pair.kept) not in pair.kept.sealed


def test_the_payload_is_ids_and_type() -> None:
    assert json.loads(rendered(a_message({"referral": REFERRAL}))) == {
        "type": "handoff.accepted",
        "timestamp": "2026-11-21T20:26:10.344522Z",
        "data": {
            "event_id": str(EVENT),
            "subject_type": "handoff",
            "subject_id": str(HANDOFF),
            "version": 3,
            "related": {"referral": str(REFERRAL)},
            "notices": [],
        },
    }


async def test_what_tells_of_anothers_substance_use_record_has_the_notice_in_the_body_and_beside_it(
    sender: StandardWebhookSender,
) -> None:
    async with a_receiver() as receiver:
        parcel = a_parcel(receiver.url, KEY)
        bearing = replace(parcel, message=replace(parcel.message, labels=frozenset({Sensitivity.SUD})))
        for sent in (parcel, bearing):
            assert (await sender.send(sent, NOW)).success
        plain, noticed = receiver.received
    assert json.loads(noticed.body)["data"]["notices"] == [asdict(PART_2)]
    assert noticed.headers["redisclosure-notice"] == PART_2.text
    assert json.loads(plain.body)["data"]["notices"] == []
    assert "redisclosure-notice" not in plain.headers


@pytest.mark.parametrize("subject_type", ["handoff", "referral"])
def test_a_provider_is_not_told_which_client_a_referral_is_about(subject_type: str) -> None:
    assert str(CLIENT).encode() not in rendered(a_message({"client": CLIENT}, subject_type))
    assert str(CLIENT).encode() in rendered(a_message({"client": CLIENT}, "consent"))


def test_a_secret_is_given_in_the_form_of_the_standard_and_kept_sealed() -> None:
    key = base64.b64decode(str(KEY.secret).removeprefix("whsec_"))
    assert len(key) == 32
    assert KEYS.open(KEY.kept) == key
    assert key not in KEY.kept.sealed
    assert str(KEY.secret) not in repr(KEY)


def test_a_sealed_key_opens_with_no_other_key_of_a_service() -> None:
    with pytest.raises(ValueError, match="another service key"):
        SealedKeys(ServiceSeal(b"another key of another service..", b"tests")).open(KEY.kept)


async def test_a_parcel_arrives_signed_with_the_event_as_its_id(sender: StandardWebhookSender) -> None:
    async with a_receiver() as receiver:
        assert await sender.send(a_parcel(receiver.url, KEY), NOW) == Outcome(status=204)
        request = receiver.received[0]
    assert request.headers["webhook-id"] == str(EVENT)
    assert request.headers["webhook-timestamp"] == str(int(NOW.timestamp()))
    assert request.headers["content-type"] == "application/json"
    assert verifies(request.headers, request.body, KEY.secret, now=int(NOW.timestamp()))


async def test_what_the_receiver_does_is_told_and_never_raised(sender: StandardWebhookSender) -> None:
    async with a_receiver() as receiver:
        parcel = a_parcel(receiver.url, KEY)
        receiver.answer(HANG)
        assert await sender.send(parcel, NOW) == Outcome(error="timeout")
        receiver.answer(BREAK)
        assert await sender.send(parcel, NOW) == Outcome(error="protocol")
        receiver.answer(503, retry_after="120")
        assert await sender.send(parcel, NOW) == Outcome(status=503, retry_after=timedelta(minutes=2))
    assert await sender.send(parcel, NOW) == Outcome(error="connect")


async def test_a_redirect_is_told_and_not_followed(sender: StandardWebhookSender) -> None:
    async with a_receiver() as receiver:
        receiver.answer(307, location=f"{receiver.url}/elsewhere")
        assert await sender.send(a_parcel(receiver.url, KEY), NOW) == Outcome(status=307)
        assert [request.path for request in receiver.received] == ["/"]


async def test_an_address_inside_our_network_is_never_called() -> None:
    async with a_receiver() as receiver:
        outcome = await StandardWebhookSender(GuardedWeb(Guard()), KEYS).send(a_parcel(receiver.url, KEY), NOW)
        assert outcome == Outcome(error="refused")
        assert receiver.received == []


@pytest.mark.parametrize(
    ("text", "wait"),
    [
        ("0", timedelta(0)),
        ("120", timedelta(minutes=2)),
        ("99999999999999999999", timedelta(seconds=10**8)),
        ("Sat, 21 Nov 2026 20:27:10 GMT", timedelta(seconds=59, microseconds=655478)),
        ("Sat, 21 Nov 2020 20:27:10 GMT", timedelta(0)),
        ("soon", None),
        ("-5", None),
        ("", None),
    ],
)
def test_retry_after_is_read_in_both_spellings(text: str, wait: timedelta | None) -> None:
    assert retry_after({"retry-after": text}, NOW) == wait
