"""What each type of consent must hold before it counts: one table, each row with the law it comes from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain.codes import Sensitivity
from app.domain.consents.consent import OPENS, ConsentType, Signature, Terms
from app.domain.consents.scope import Purpose, RecipientClass, Statement
from app.domain.faults import Faults, is_language
from app.domain.networks.consent_policies import ConsentPolicies

TPO = frozenset(
    {Purpose.TREATMENT, Purpose.PAYMENT, Purpose.OPERATIONS, Purpose.CARE_COORDINATION, Purpose.CASE_MANAGEMENT}
)
"""Treatment, payment and health care operations, of which care coordination is a part (45 CFR 164.501)."""
ANY_CLASS = frozenset(RecipientClass)
TREATING = ANY_CLASS - {RecipientClass.NETWORK}
MOST_WORDS = 10_000
ROUNDING_HOURS = 24  # who writes down days ends them at midnight


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirements:
    """What one type asks for.

    `statements`: of each set one must have been made. `discloser_named`: only the agencies that the paper names may
    tell, or the one that took it. How long a paper with an `end_date` may last, the network's policies say.
    """

    law: str
    written: bool = True
    classes: frozenset[RecipientClass] = ANY_CLASS
    labels: frozenset[Sensitivity] = frozenset()
    statements: tuple[frozenset[Statement], ...] = ()
    discloser_named: bool = False
    end_date: bool = False
    end_or_event: bool = False


_TOLD_OF_REVOKING = frozenset({Statement.RIGHT_TO_REVOKE})
_TOLD_OF_REFUSING = frozenset({Statement.NOT_CONDITIONED, Statement.CONSEQUENCES_OF_REFUSAL})
_TOLD_OF_REDISCLOSURE = frozenset({Statement.REDISCLOSURE})

REQUIREMENTS: Mapping[ConsentType, Requirements] = {
    ConsentType.GENERAL: Requirements(law="the network's own agreement"),
    ConsentType.HIPAA_AUTHORIZATION: Requirements(
        law="45 CFR 164.508(c)",
        statements=(_TOLD_OF_REVOKING, _TOLD_OF_REFUSING, _TOLD_OF_REDISCLOSURE),
        discloser_named=True,
        end_or_event=True,
    ),
    # 2.31(a)(4)(iii): through a network, only those who treat the patient may be named by a class.
    ConsentType.PART2: Requirements(
        law="42 CFR 2.31",
        classes=TREATING,
        labels=frozenset({Sensitivity.SUD}),
        statements=(_TOLD_OF_REVOKING, _TOLD_OF_REFUSING, _TOLD_OF_REDISCLOSURE),
        discloser_named=True,
        end_or_event=True,
    ),
    ConsentType.VSP_RELEASE: Requirements(
        law="34 U.S.C. 12291(b)(2)",
        classes=frozenset(),
        statements=(_TOLD_OF_REVOKING, frozenset({Statement.NOT_CONDITIONED})),
        discloser_named=True,
        end_date=True,
    ),
    ConsentType.VERBAL: Requirements(law="the network's own agreement", written=False, end_date=True),
}


def check_terms(terms: Terms, at: datetime, policies: ConsentPolicies) -> None:
    """Refuse terms that could never release anything, or that lack what their type needs; names every place."""
    faults = Faults()
    asked = REQUIREMENTS[terms.type]
    faults.require(
        terms.recipients or terms.recipient_classes,
        "/recipients",
        "must name an agency, unless recipient_classes does: an empty list means nobody",
    )
    check_outline(terms, faults)
    _check_evidence(terms, asked, at, faults)
    _check_period(terms, asked, at, faults)
    _check_length(terms, at, policies, faults)
    faults.refuse("consent.invalid", "The consent is not complete.")


def check_outline(terms: Terms, faults: Faults) -> None:
    """Note what terms lack that a form must bring, before anybody has signed it."""
    asked = REQUIREMENTS[terms.type]
    _check_scope(terms, asked, faults)
    _check_labels(terms, asked, faults)
    _check_statements(terms, asked, faults)


def _check_scope(terms: Terms, asked: Requirements, faults: Faults) -> None:
    faults.require(terms.purposes, "/purposes", "must name a purpose: an empty list means none")
    faults.require(terms.categories, "/categories", "must name a kind of data: an empty list means none")
    for place, each in enumerate(terms.recipient_classes):
        faults.require(
            each in asked.classes,
            f"/recipient_classes/{place}",
            f"{terms.type} does not release to {each} ({asked.law}): name {_instead(asked.classes)}",
        )
    lists: tuple[tuple[str, tuple[object, ...]], ...] = (
        ("/recipients", terms.recipients),
        ("/recipient_classes", terms.recipient_classes),
        ("/disclosers", terms.disclosers),
        ("/purposes", terms.purposes),
        ("/categories", terms.categories),
        ("/sensitivities", terms.sensitivities),
        ("/statements", terms.statements),
    )
    for pointer, values in lists:
        faults.distinct(values, pointer)
    faults.at_most(terms.recipients, 200, "/recipients")
    faults.at_most(terms.disclosers, 200, "/disclosers")


def _instead(classes: frozenset[RecipientClass]) -> str:
    return f"the agencies, or {', '.join(sorted(classes))}" if classes else "the agencies"


def _check_labels(terms: Terms, asked: Requirements, faults: Faults) -> None:
    for place, label in enumerate(terms.sensitivities):
        faults.require(
            terms.type in OPENS[label],
            f"/sensitivities/{place}",
            f"{label} needs a consent of type {' or '.join(sorted(OPENS[label]))}",
        )
    for label in sorted(asked.labels - set(terms.sensitivities)):
        faults.require(False, "/sensitivities", f"a {terms.type} consent must say that it speaks of {label}")  # noqa: FBT003


def _check_evidence(terms: Terms, asked: Requirements, at: datetime, faults: Faults) -> None:
    if asked.written:
        faults.require(terms.signature, "/signature", "a written consent needs a signature")
    else:
        faults.require(terms.witness, "/witness", "a verbal consent needs a witness")
        told = terms.read_out or terms.template
        faults.require(told, "/read_out", "a verbal consent needs what was read to the client, or a template")
    _check_signature(terms.signature, "/signature", at, faults)
    _check_signature(terms.cosignature, "/cosignature", at, faults)
    if terms.witness is not None:
        faults.name(terms.witness.name, "/witness/name")
        faults.require(terms.witness.witnessed_at <= at, "/witness/witnessed_at", "must not be in the future")
    faults.require(is_language(terms.language), "/language", "must be a BCP-47 language tag such as es")
    faults.text(terms.read_out, "/read_out", most=MOST_WORDS)
    faults.text(terms.note, "/note", most=2_000)


def _check_signature(signature: Signature | None, pointer: str, at: datetime, faults: Faults) -> None:
    if signature is None:
        return
    faults.name(signature.name, f"{pointer}/name")
    faults.require(signature.signed_at <= at, f"{pointer}/signed_at", "must not be in the future")


def _check_statements(terms: Terms, asked: Requirements, faults: Faults) -> None:
    for choice in asked.statements:
        faults.require(
            not choice.isdisjoint(terms.statements),
            "/statements",
            f"must hold {' or '.join(sorted(choice))} ({asked.law})",
        )


def _check_period(terms: Terms, asked: Requirements, at: datetime, faults: Faults) -> None:
    faults.text(terms.ends_when, "/ends_when", most=300)
    if asked.end_date:
        faults.require(terms.ends, "/ends", f"a {terms.type} consent needs a day on which it ends ({asked.law})")
    elif asked.end_or_event and not _may_last(terms):
        ended = terms.ends or terms.ends_when
        faults.require(ended, "/ends", f"a {terms.type} consent needs an end, or ends_when ({asked.law})")
    if terms.ends is None:
        return
    start = terms.starts or at
    faults.require(terms.ends > start, "/ends", "must be after the start")
    faults.require(terms.ends > at, "/ends", "must not have passed already")


def _check_length(terms: Terms, at: datetime, policies: ConsentPolicies, faults: Faults) -> None:
    days = {ConsentType.VERBAL: policies.verbal_days, ConsentType.VSP_RELEASE: policies.vsp_days}.get(terms.type)
    if days is None or terms.ends is None:
        return
    longest = timedelta(days=days, hours=ROUNDING_HOURS)
    faults.require(
        terms.ends - (terms.starts or at) <= longest, "/ends", f"must be at most {days} days after the start"
    )


def _may_last(terms: Terms) -> bool:
    """Whether an end may be left unsaid: 42 CFR 2.31(a)(7), for treatment, payment and operations alone."""
    return terms.type is ConsentType.PART2 and TPO.issuperset(terms.purposes)
