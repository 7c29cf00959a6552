"""A form of consent that a network has agreed on: its words in every language, and what signing it allows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from app.domain.assessments.words import Words
from app.domain.clients.names import search_key
from app.domain.codes import Sensitivity
from app.domain.consents.consent import ConsentType, Signature, TemplateUse, Terms, Witness
from app.domain.consents.requirements import check_outline
from app.domain.consents.scope import DataCategory, Direction, Purpose, RecipientClass, Statement
from app.domain.errors import Conflict, Fault, Invalid
from app.domain.faults import NAME_LENGTH, Faults
from app.domain.identity import AgencyId, ConsentTemplateId, NetworkId
from app.domain.lifecycle import Machine, Move, Offer, Party

MOST_LANGUAGES = 20
MOST_DAYS = 3_660
TEXT_LENGTH = 20_000


class FormStatus(StrEnum):
    """Whether clients are given the form to sign."""

    ACTIVE = "active"
    RETIRED = "retired"


class FormAction(StrEnum):
    """What can be done to a form."""

    RETIRE = "retire"
    REINSTATE = "reinstate"


OWNER = frozenset({Party.AGENCY})
FORMS: Machine[FormStatus, FormAction] = Machine(
    "consent-template",
    FormStatus,
    (
        Move(
            action=FormAction.RETIRE,
            sources=frozenset({FormStatus.ACTIVE}),
            target=FormStatus.RETIRED,
            by=OWNER,
            why="nobody is given it to sign; consents that were signed stand",
        ),
        Move(
            action=FormAction.REINSTATE,
            sources=frozenset({FormStatus.RETIRED}),
            target=FormStatus.ACTIVE,
            by=OWNER,
            why="it is of use again",
        ),
    ),
)
FORM_HAPPENED: Mapping[FormAction, str] = {FormAction.RETIRE: "retired", FormAction.REINSTATE: "reinstated"}
_NOT_YOURS = tuple(
    Offer(action=action.value, allowed=False, reason="for the network's own people") for action in FormAction
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FormContent:
    """What a form says and allows; replaced as a whole. `days` is how long a consent made of it lasts."""

    title: Words
    text: Words
    language: str = "en"
    type: ConsentType
    recipients: tuple[AgencyId, ...] = ()
    recipient_classes: tuple[RecipientClass, ...] = ()
    purposes: tuple[Purpose, ...] = ()
    categories: tuple[DataCategory, ...] = ()
    sensitivities: tuple[Sensitivity, ...] = ()
    statements: tuple[Statement, ...] = ()
    direction: Direction
    days: int | None = None
    ends_when: str | None = None

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages in which it can be read to a client, the original first."""
        tags = [tag for tag, _ in self.text.texts]
        return (self.language, *(tag for tag in tags if tag != self.language))

    def check(self) -> None:
        """Refuse a form that could never make a consent, naming every place."""
        faults = Faults()
        self.title.check(faults, "/title")
        self.text.check(faults, "/text")
        for tag, text in self.title.texts:
            faults.require(len(text) <= NAME_LENGTH, f"/title/{tag}", f"must have at most {NAME_LENGTH} characters")
        given = {tag for tag, _ in self.text.texts}
        faults.require(self.language in given, "/text", "must be given in the original language")
        faults.require({tag for tag, _ in self.title.texts} == given, "/title", "must have the languages of the text")
        faults.at_most(self.text.texts, MOST_LANGUAGES, "/text")
        faults.require(self.days is None or 1 <= self.days <= MOST_DAYS, "/days", f"must be 1 to {MOST_DAYS}")
        faults.text(self.ends_when, "/ends_when", most=NAME_LENGTH)
        check_outline(self.outline(), faults)
        faults.refuse("consent-template.invalid", "The template cannot be as described.")

    def outline(self) -> Terms:
        """Return the terms without what only a signing adds."""
        return Terms(
            type=self.type,
            recipients=self.recipients,
            recipient_classes=self.recipient_classes,
            purposes=self.purposes,
            categories=self.categories,
            sensitivities=self.sensitivities,
            statements=self.statements,
            direction=self.direction,
            ends_when=self.ends_when,
            language=self.language,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class FormUse:
    """What a signing adds to a form; `recipients` come beside those that the form names."""

    language: str
    recipients: tuple[AgencyId, ...] = ()
    disclosers: tuple[AgencyId, ...] = ()
    starts: datetime | None = None
    ends: datetime | None = None
    signature: Signature | None = None
    cosignature: Signature | None = None
    witness: Witness | None = None
    note: str | None = None


@dataclass(slots=True, kw_only=True)
class ConsentTemplate:
    """A form of a network, in all the versions that clients have signed."""

    id: ConsentTemplateId
    network: NetworkId
    content: FormContent
    created_at: datetime
    updated_at: datetime
    status: FormStatus = FormStatus.ACTIVE
    version: int = 1

    @property
    def name_key(self) -> str:
        """The form of its title by which lists are sorted."""
        return search_key(self.content.title.said(self.content.language)) or "?"

    def offers(self, *, may_write: bool) -> tuple[Offer, ...]:
        """Return what may be done with it now, and why not the rest."""
        return FORMS.offers(self.status, OWNER) if may_write else _NOT_YOURS

    def change(self, content: FormContent, at: datetime) -> bool:
        """Describe it anew; False when nothing differs. Consents made of it before stay as they are."""
        self.check_active()
        content.check()
        if content == self.content:
            return False
        self.content, self.updated_at = content, at
        return True

    def act(self, action: FormAction, at: datetime) -> None:
        """Retire it, or take it back."""
        self.status, self.updated_at = FORMS.move(self.status, action, OWNER), at

    def terms(self, use: FormUse, at: datetime) -> Terms:
        """Return what a client agrees to by signing it, in the language in which it was read."""
        self.check_active()
        content = self.content
        if use.language not in content.languages:
            fault = Fault(pointer="/language", message=f"must be one of {', '.join(content.languages)}")
            raise Invalid("consent-template.language", "The form was not written in that language.", faults=(fault,))
        lasts = None if content.days is None else (use.starts or at) + timedelta(days=content.days)
        return Terms(
            type=content.type,
            recipients=tuple(dict.fromkeys((*content.recipients, *use.recipients))),
            recipient_classes=content.recipient_classes,
            disclosers=use.disclosers,
            purposes=content.purposes,
            categories=content.categories,
            sensitivities=content.sensitivities,
            direction=content.direction,
            starts=use.starts,
            ends=use.ends or lasts,
            ends_when=content.ends_when,
            signature=use.signature,
            cosignature=use.cosignature,
            witness=use.witness,
            statements=content.statements,
            language=use.language,
            template=TemplateUse(id=self.id, version=self.version),
            note=use.note,
        )

    def check_active(self) -> None:
        """Refuse to use or change what is retired."""
        if self.status is FormStatus.RETIRED:
            raise Conflict(
                "consent-template.retired",
                "The template is retired; reinstate it first.",
                status=self.status.value,
                allowed_actions=FORMS.allowed(self.status, OWNER),
            )
