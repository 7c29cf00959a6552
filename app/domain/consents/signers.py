"""Who must sign a consent: the client, somebody who may speak for the client, or, for some minors, both."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.codes import Sensitivity
from app.domain.consents.consent import ConsentType, Signature, Signer, Terms
from app.domain.consents.proxy import SIGNS_AS, Proxy, ProxyKind
from app.domain.consents.scope import Statement
from app.domain.errors import Invalid
from app.domain.faults import Faults
from app.domain.identity import ProxyId
from app.domain.networks.consent_policies import ConsentPolicies


class SignerRule(StrEnum):
    """Whose mark a consent needs, and why."""

    ADULT = "adult"
    MINOR_ALONE = "minor_alone"
    MINOR_OR_ADULT = "minor_or_adult"
    MINOR_AND_ADULT = "minor_and_adult"
    ADULT_FOR_MINOR = "adult_for_minor"


WORDS: Mapping[SignerRule, str] = {
    SignerRule.ADULT: "A client of age signs, or somebody whom the law lets speak for the client.",
    SignerRule.MINOR_ALONE: "Who may agree to the treatment alone signs alone (42 CFR 2.14).",
    SignerRule.MINOR_OR_ADULT: "The minor may sign for this, or a parent or guardian.",
    SignerRule.MINOR_AND_ADULT: "The minor and a parent or guardian must both sign.",
    SignerRule.ADULT_FOR_MINOR: "For a minor a parent or guardian must sign.",
}
CLIENT, ADULT = "client", "parent_or_guardian"
REQUIRED: Mapping[SignerRule, tuple[str, ...]] = {
    SignerRule.ADULT: (CLIENT,),
    SignerRule.MINOR_ALONE: (CLIENT,),
    SignerRule.MINOR_OR_ADULT: (f"{CLIENT}_or_{ADULT}",),
    SignerRule.MINOR_AND_ADULT: (CLIENT, ADULT),
    SignerRule.ADULT_FOR_MINOR: (ADULT,),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Signing:
    """What is known when a paper is signed: the client's age, if known, who may speak for the client, and the rules."""

    at: datetime
    age: int | None
    proxies: Mapping[ProxyId, Proxy]
    policies: ConsentPolicies

    @property
    def of_age(self) -> bool:
        """Whether the client signs as an adult; a client of unknown age does."""
        return self.age is None or self.age >= self.policies.majority_age


def rule_for(terms: Terms, known: Signing) -> SignerRule:
    """Return whose mark terms need: of a minor's own, only what the labels' ages allow counts."""
    if known.of_age or known.age is None:
        return SignerRule.ADULT
    own = {label: _old_enough(known.policies.minor_ages.of(label), known.age) for label in Sensitivity}
    if terms.type is ConsentType.VSP_RELEASE:
        return SignerRule.MINOR_AND_ADULT if own[Sensitivity.SDV] else SignerRule.ADULT_FOR_MINOR
    labels = frozenset(terms.sensitivities)
    alone = bool(labels) and all(own[label] for label in labels)
    if Sensitivity.SUD in labels and own[Sensitivity.SUD]:
        return SignerRule.MINOR_ALONE if alone else SignerRule.MINOR_AND_ADULT
    return SignerRule.MINOR_OR_ADULT if alone else SignerRule.ADULT_FOR_MINOR


def check_signers(terms: Terms, known: Signing) -> None:
    """Refuse a paper that lacks a mark, or that bears one of somebody who may not give it."""
    faults = Faults()
    marks = {"/signature": terms.signature, "/cosignature": terms.cosignature}
    for pointer, signature in marks.items():
        if signature is not None:
            _check_mark(terms, signature, pointer, known, faults)
    rule = rule_for(terms, known)
    signers = {signature.signer for signature in marks.values() if signature is not None}
    own = Signer.CLIENT in signers or (terms.type is ConsentType.VERBAL and terms.witness is not None)
    _check_rule(rule, faults, own=own, other=bool(signers - {Signer.CLIENT}))
    if terms.type is ConsentType.VSP_RELEASE and signers - {Signer.CLIENT}:
        said = Statement.SIGNER_IS_NOT_THE_ABUSER in terms.statements
        faults.require(said, "/statements", "must hold signer_is_not_the_abuser (34 U.S.C. 12291(b)(2))")
    if faults.found:
        raise Invalid(
            "consent.signer",
            WORDS[rule],
            faults=tuple(faults.found),
            rule=rule.value,
            required_signers=list(REQUIRED[rule]),
        )


def _old_enough(least: int | None, age: int) -> bool:
    return least is not None and age >= least


def _check_rule(rule: SignerRule, faults: Faults, *, own: bool, other: bool) -> None:
    if rule in (SignerRule.MINOR_ALONE, SignerRule.MINOR_AND_ADULT):
        faults.require(own, "/signature", "must be the client's")
    if rule in (SignerRule.ADULT_FOR_MINOR, SignerRule.MINOR_AND_ADULT):
        place = "/cosignature" if own else "/signature"
        faults.require(other, place, "must be a parent's or guardian's")
    if rule in (SignerRule.ADULT, SignerRule.MINOR_OR_ADULT):
        faults.require(own or other, "/signature", "must be the client's, or that of who speaks for the client")


def _check_mark(terms: Terms, signature: Signature, pointer: str, known: Signing, faults: Faults) -> None:
    if signature.signer is Signer.CLIENT:
        faults.require(signature.proxy is None, f"{pointer}/proxy_id", "names a proxy, but the client has signed")
        return
    place = f"{pointer}/proxy_id"
    proxy = known.proxies.get(signature.proxy) if signature.proxy else None
    if proxy is None:
        faults.require(signature.proxy, place, "must name the proxy who signed")
        faults.require(signature.proxy is None, place, "is no proxy of this client")
        return
    kind = proxy.content.kind
    faults.require(SIGNS_AS[kind] is signature.signer, f"{pointer}/signer", f"must be {SIGNS_AS[kind]} for this proxy")
    parent = kind is ProxyKind.PARENT and known.of_age
    faults.require(not parent, place, "is a parent, and the client is of age")
    for day in {signature.signed_at.date(), known.at.date()}:
        faults.require(proxy.in_force(day), place, f"was not in force on {day.isoformat()}")
    covered = proxy.covers(frozenset(terms.sensitivities))
    faults.require(covered, place, "may not let others know of this: see its authority and its labels")
