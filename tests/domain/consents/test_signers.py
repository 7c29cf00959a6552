"""Shows who must sign: clients of age, minors alone, minors with a parent, and those who speak for a client."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from app.domain.codes import Category, Sensitivity
from app.domain.consents.consent import ConsentType, Signature, Signer, SigningMethod, Terms, Witness
from app.domain.consents.proxy import Authority, Proxy, ProxyContent, ProxyEnd, ProxyKind
from app.domain.consents.scope import Direction, Purpose, Statement
from app.domain.consents.signers import Signing, check_signers, rule_for
from app.domain.errors import Conflict, Invalid
from app.domain.faults import Faults
from app.domain.identity import AgencyId, ClientId, NetworkId, ProxyId
from app.domain.networks.consent_policies import ConsentPolicies, MinorAges

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
TODAY = NOW.date()
MOTHER, OTHER = ProxyId(UUID(int=21)), ProxyId(UUID(int=22))
S = Sensitivity
CONTENT = ProxyContent(
    kind=ProxyKind.PARENT,
    name="Rosa Lima",
    authority=(Authority.RELEASE_OF_INFORMATION,),
    sensitivities=tuple(Sensitivity),
    since=date(2020, 1, 1),
)


def mark(signer: Signer = Signer.CLIENT, proxy: ProxyId | None = None, at: datetime = NOW) -> Signature:
    return Signature(name="Ana Lima", signer=signer, method=SigningMethod.PAPER, signed_at=at, proxy=proxy)


CHILD, PARENT = mark(), mark(Signer.PARENT, MOTHER)
BORROWED = mark(Signer.CLIENT, MOTHER)
TERMS = Terms(
    type=ConsentType.GENERAL,
    recipients=(AgencyId(UUID(int=3)),),
    purposes=(Purpose.CARE_COORDINATION,),
    categories=(Category.FOOD,),
    direction=Direction.BOTH,
    signature=CHILD,
    statements=(Statement.SIGNER_IS_NOT_THE_ABUSER,),
)


def a_proxy(**fields: Any) -> Proxy:
    return Proxy(
        id=MOTHER,
        network=NetworkId(UUID(int=1)),
        client=ClientId(UUID(int=2)),
        agency=AgencyId(UUID(int=3)),
        content=replace(CONTENT, **fields),
        created_at=NOW,
        updated_at=NOW,
    )


def known(age: int | None, proxy: Proxy | None = None, policies: ConsentPolicies | None = None) -> Signing:
    return Signing(at=NOW, age=age, proxies={MOTHER: proxy or a_proxy()}, policies=policies or ConsentPolicies())


RULES: list[tuple[ConsentType, tuple[Sensitivity, ...], int | None, str]] = [
    (ConsentType.GENERAL, (), None, "adult"),
    (ConsentType.GENERAL, (), 18, "adult"),
    (ConsentType.VSP_RELEASE, (S.SDV,), 18, "adult"),
    (ConsentType.GENERAL, (), 17, "adult_for_minor"),
    (ConsentType.GENERAL, (), 3, "adult_for_minor"),
    (ConsentType.GENERAL, (S.MH,), 13, "adult_for_minor"),
    (ConsentType.GENERAL, (S.MH,), 14, "minor_or_adult"),
    (ConsentType.GENERAL, (S.STD, S.HIV), 12, "minor_or_adult"),
    (ConsentType.GENERAL, (S.STD, S.MH), 12, "adult_for_minor"),
    (ConsentType.PART2, (S.SUD,), 11, "adult_for_minor"),
    (ConsentType.PART2, (S.SUD,), 12, "minor_alone"),
    (ConsentType.PART2, (S.SUD, S.MH), 12, "minor_and_adult"),
    (ConsentType.PART2, (S.SUD, S.MH), 14, "minor_alone"),
    (ConsentType.VSP_RELEASE, (), 11, "adult_for_minor"),
    (ConsentType.VSP_RELEASE, (S.SDV,), 12, "minor_and_adult"),
    (ConsentType.VSP_RELEASE, (), 17, "minor_and_adult"),
]


@pytest.mark.parametrize(("kind", "labels", "age", "expected"), RULES)
def test_age_type_and_labels_say_whose_mark_is_needed(
    kind: ConsentType, labels: tuple[Sensitivity, ...], age: int | None, expected: str
) -> None:
    assert rule_for(replace(TERMS, type=kind, sensitivities=labels), known(age)) == expected


def test_the_ages_are_what_the_network_has_agreed_on() -> None:
    late = ConsentPolicies(majority_age=19, minor_ages=MinorAges(SUD=None, MH=16))
    part2 = replace(TERMS, type=ConsentType.PART2, sensitivities=(S.SUD,))
    assert rule_for(TERMS, known(18, policies=late)) == "adult_for_minor"
    assert rule_for(part2, known(18, policies=late)) == "adult_for_minor"
    assert rule_for(replace(TERMS, sensitivities=(S.MH,)), known(16, policies=late)) == "minor_or_adult"


SUD = {"type": ConsentType.PART2, "sensitivities": (S.SUD,)}
VSP = {"type": ConsentType.VSP_RELEASE}
GOOD: list[tuple[int | None, dict[str, Any]]] = [
    (40, {}),
    (None, {}),
    (9, {"signature": PARENT}),
    (9, {"signature": CHILD, "cosignature": PARENT}),
    (15, {"sensitivities": (S.MH,)}),
    (15, {"sensitivities": (S.MH,), "signature": PARENT}),
    (15, SUD),
    (15, VSP | {"cosignature": PARENT}),
    (9, VSP | {"signature": PARENT}),
]


@pytest.mark.parametrize(("age", "changes"), GOOD)
def test_papers_with_the_marks_that_they_need_are_accepted(age: int | None, changes: dict[str, Any]) -> None:
    check_signers(replace(TERMS, **changes), known(age))


BAD: list[tuple[int | None, dict[str, Any], list[str], str]] = [
    (9, {}, ["/cosignature"], "adult_for_minor"),
    (15, SUD | {"signature": PARENT}, ["/signature"], "minor_alone"),
    (15, VSP, ["/cosignature"], "minor_and_adult"),
    (15, VSP | {"signature": PARENT}, ["/signature"], "minor_and_adult"),
    (9, VSP | {"signature": PARENT, "statements": ()}, ["/statements"], "adult_for_minor"),
    (40, {"signature": PARENT}, ["/signature/proxy_id"], "adult"),
    (9, {"signature": mark(Signer.PARENT)}, ["/signature/proxy_id"], "adult_for_minor"),
    (9, {"signature": mark(Signer.PARENT, OTHER)}, ["/signature/proxy_id"], "adult_for_minor"),
    (9, {"signature": mark(Signer.GUARDIAN, MOTHER)}, ["/signature/signer"], "adult_for_minor"),
    (9, {"signature": PARENT, "cosignature": BORROWED}, ["/cosignature/proxy_id"], "adult_for_minor"),
]


@pytest.mark.parametrize(("age", "changes", "expected", "rule"), BAD)
def test_papers_without_the_marks_that_they_need_are_refused_by_name_of_the_rule(
    age: int | None, changes: dict[str, Any], expected: list[str], rule: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        check_signers(replace(TERMS, **changes), known(age))
    assert ([fault.pointer for fault in refusal.value.faults], refusal.value.facts["rule"]) == (expected, rule)


def test_a_spoken_consent_counts_as_the_clients_own_and_a_child_still_needs_a_parent() -> None:
    heard = Witness(name="Noor Haddad", witnessed_at=NOW)
    spoken = replace(TERMS, type=ConsentType.VERBAL, signature=None, witness=heard)
    check_signers(spoken, known(40))
    check_signers(replace(spoken, cosignature=PARENT), known(9))
    with pytest.raises(Invalid) as refusal:
        check_signers(spoken, known(9))
    assert refusal.value.facts["required_signers"] == ["parent_or_guardian"]


LIMITS: list[dict[str, Any]] = [
    {"since": TODAY + timedelta(days=1)},
    {"until": TODAY - timedelta(days=1)},
    {"authority": (Authority.HEALTH_CARE,)},
    {"sensitivities": (S.SUD,)},
]


@pytest.mark.parametrize("limits", LIMITS)
def test_a_proxy_signs_only_while_in_force_and_only_for_what_it_covers(limits: dict[str, Any]) -> None:
    terms = replace(TERMS, signature=PARENT, sensitivities=(S.MH,))
    check_signers(terms, known(9))
    with pytest.raises(Invalid) as refusal:
        check_signers(terms, known(9, a_proxy(**limits)))
    assert {fault.pointer for fault in refusal.value.faults} == {"/signature/proxy_id"}


def test_a_proxy_that_has_ended_signs_no_more_and_changes_no_more() -> None:
    proxy = a_proxy()
    proxy.end(ProxyEnd(on=TODAY, by=UUID(int=9)), NOW)
    assert [proxy.in_force(day) for day in (TODAY - timedelta(days=1), TODAY)] == [True, False]
    with pytest.raises(Invalid):
        check_signers(replace(TERMS, signature=PARENT), known(9, proxy))
    for again in (lambda: proxy.end(ProxyEnd(on=TODAY, by=UUID(int=9)), NOW), lambda: proxy.change(CONTENT, NOW)):
        with pytest.raises(Conflict):
            again()


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"name": " "}, "/name"),
        ({"email": "no address"}, "/email"),
        ({"authority": ()}, "/authority"),
        ({"until": date(2019, 1, 1)}, "/until"),
        ({"kind": ProxyKind.GUARDIAN}, "/evidence"),
        ({"sensitivities": (S.MH, S.MH)}, "/sensitivities"),
    ],
)
def test_a_proxy_that_is_not_described_whole_is_refused(changes: dict[str, Any], expected: str) -> None:
    with pytest.raises(Invalid) as refusal:
        replace(CONTENT, **changes).check()
    assert [fault.pointer for fault in refusal.value.faults] == [expected]


def test_each_kind_of_proxy_signs_as_what_it_is() -> None:
    signs = {"parent": "parent", "guardian": "guardian"}
    for kind in ProxyKind:
        content = replace(CONTENT, kind=kind, evidence="A paper")
        content.check()
        signer = Signer(signs.get(kind.value, "representative"))
        check_signers(replace(TERMS, signature=mark(signer, MOTHER)), known(9, a_proxy(kind=kind)))


@pytest.mark.parametrize(
    ("policies", "expected"),
    [
        (ConsentPolicies(verbal_days=0), "/p/verbal_days"),
        (ConsentPolicies(vsp_days=367), "/p/vsp_days"),
        (ConsentPolicies(majority_age=17), "/p/majority_age"),
        (ConsentPolicies(minor_ages=MinorAges(MH=40)), "/p/minor_ages/MH"),
    ],
)
def test_policies_that_no_law_knows_are_refused(policies: ConsentPolicies, expected: str) -> None:
    faults = Faults()
    policies.check(faults, "/p")
    assert [fault.pointer for fault in faults.found] == [expected]
