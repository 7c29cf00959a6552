"""Which URLs may be called at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.adapters.outbound.guard import Guard, Resolve
from app.domain.errors import Invalid

PUBLIC = "93.184.216.34"

MALFORMED = [
    "",
    "partner.example",
    "//partner.example/x",
    "https://",
    "https:///path",
    "https:partner.example",
    "http://partner.example/",
    "ftp://partner.example/",
    "file:///etc/passwd",
    "gopher://partner.example:443/_x",
    "javascript:alert(1)",
    "data:text/plain,hello",
    "HTTP://partner.example",
    "https://user@partner.example/",
    "https://user:secret@partner.example/",
    "https://:@partner.example/",
    "https://@partner.example/",
    "https://public.example@127.0.0.1/",
    "https://127.0.0.1#@partner.example/",
    "https://127.0.0.1\\@partner.example/",
    "https://partner.example\\.evil.example/",
    "https://partner.example/#fragment",
    "https://partner.example:22/",
    "https://partner.example:80/",
    "https://partner.example:5432/",
    "https://partner.example:0/",
    "https://partner.example:65536/",
    "https://partner.example:-443/",
    "https://partner.example:443:80/",
    "https://partner.example:\uff14\uff14\uff13/",
    "https://partner .example/",
    "https://partner.example/a b",
    "https://partner.example/\r\nX-Injected: 1",
    "https://partner.example/\x00",
    "https://partner.example\t/",
    " https://partner.example/",
    "https://[::1/",
    "https://::1/",
    "https://[partner.example]/",
    "https://partner..example/",
    "https://.partner.example/",
    "https://-partner.example/",
    "https://partner-.example/",
    "https://" + "a" * 64 + ".example/",
    "https://" + "a." * 127 + "example/",
    "https://partner.example/" + "a" * 2048,
    "https://%31%32%37.0.0.1/",
    "https://partner.example%00.evil.example/",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://017700000001/",
    "https://0x7f.0.0.1/",
    "https://0177.0.0.1/",
    "https://127.1/",
    "https://1.2.3/",
    "https://1.2.3.4.5/",
    "https://01.02.03.04/",
    "https://8.8.8.0x8/",
]
LITERAL_NOT_PUBLIC = [
    "https://127.0.0.1/",
    "https://127.0.0.1./",
    "https://10.0.0.1:8443/",
    "https://169.254.169.254/latest/meta-data/",
    "https://0.0.0.0/",
    "https://[::1]/",
    "https://[::]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:7f00:1]/",
    "https://[64:ff9b::7f00:1]/",
    "https://[64:ff9b:1::a00:1]/",
    "https://[2002:7f00:1::]/",
    "https://[fd00:ec2::254]/",
    "https://[fe80::1]/",
    "https://\uff11\uff12\uff17.0.0.1/",
    "https://127。0。0。1/",
    "https://①②⑦.0.0.1/",
]


async def public(host: str, port: int) -> list[str]:
    del host, port
    return [PUBLIC]


def answering(*addresses: str) -> Resolve:
    async def resolve(host: str, port: int) -> list[str]:
        del host, port
        return list(addresses)

    return resolve


@pytest.mark.parametrize("url", MALFORMED)
async def test_a_url_that_breaks_a_rule_is_refused_before_any_name_is_resolved(url: str) -> None:
    asked = []

    async def resolve(host: str, port: int) -> list[str]:
        asked.append((host, port))
        return [PUBLIC]

    with pytest.raises(Invalid) as refusal:
        await Guard(resolve=resolve).target(url)
    assert refusal.value.faults
    assert asked == []


@pytest.mark.parametrize("url", LITERAL_NOT_PUBLIC)
async def test_a_literal_address_that_is_not_public_is_refused_in_every_spelling(url: str) -> None:
    with pytest.raises(Invalid):
        await Guard(resolve=public).target(url)


@pytest.mark.parametrize(
    "addresses",
    [
        ("127.0.0.1",),
        (PUBLIC, "127.0.0.1"),
        ("10.0.0.1", PUBLIC),
        (PUBLIC, "::1"),
        (PUBLIC, "64:ff9b::a9fe:a9fe"),
        (PUBLIC, "fe80::1%eth0"),
        (PUBLIC, "not an address"),
        (),
    ],
)
async def test_one_address_that_is_not_public_refuses_the_whole_name(addresses: tuple[str, ...]) -> None:
    with pytest.raises(Invalid) as refusal:
        await Guard(resolve=answering(*addresses)).target("https://partner.example/hook")
    assert refusal.value.code == "url.not-public"


async def test_a_private_name_and_a_missing_name_cannot_be_told_apart() -> None:
    async def missing(host: str, port: int) -> list[str]:
        raise OSError(host, port)

    answers = []
    for resolve in (missing, answering("10.0.0.1")):
        with pytest.raises(Invalid) as refusal:
            await Guard(resolve=resolve).target("https://db.internal.example/")
        answers.append((refusal.value.code, refusal.value.message, refusal.value.facts))
    assert answers[0] == answers[1]


@pytest.mark.parametrize(
    ("url", "host", "port"),
    [
        ("https://partner.example", "partner.example", 443),
        ("https://partner.example:8443/hook?x=1", "partner.example", 8443),
        ("https://PARTNER.example./hook", "partner.example", 443),
        ("https://bücher.example/", "xn--bcher-kva.example", 443),
        ("https://93.184.216.34/", "93.184.216.34", 443),
        ("https://[2606:4700:4700::1111]/", "2606:4700:4700::1111", 443),
        ("https://partner.example/mail@home", "partner.example", 443),
    ],
)
async def test_an_acceptable_url_becomes_a_pinned_target(url: str, host: str, port: int) -> None:
    target = await Guard(resolve=public).target(url)
    assert (host, port) == (target.host, target.port)
    assert len(target.addresses) == 1


async def test_a_name_is_resolved_once_and_as_absolute() -> None:
    asked = []

    async def resolve(host: str, port: int) -> list[str]:
        asked.append((host, port))
        return [PUBLIC]

    await Guard(resolve=resolve).target("https://partner.example/hook")
    assert asked == [("partner.example.", 443)]


async def test_development_lets_http_and_loopback_through_but_never_metadata() -> None:
    guard = Guard(resolve=public, allow_private_targets=True)
    assert (await guard.target("http://127.0.0.1:8080/hook")).port == 8080
    assert (await guard.target("http://[::1]/hook")).port == 80
    for url in ("http://169.254.169.254/", "https://[fe80::1]/", "http://100.100.100.200/", "http://0.0.0.0/"):
        with pytest.raises(Invalid):
            await guard.target(url)


@given(st.text(max_size=60))
async def test_any_text_is_either_refused_as_invalid_or_public(text: str) -> None:
    for url in (text, f"https://{text}", f"https://partner.example{text}"):
        try:
            target = await Guard(resolve=public).target(url)
        except Invalid:
            continue
        assert target.url.scheme == "https"
        assert target.port in {443, 8443}
