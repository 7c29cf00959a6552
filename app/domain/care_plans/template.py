"""A care plan template: what an agency has learned to try first, kept so that nobody begins with an empty page."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.care_plans.template_content import TemplateContent
from app.domain.clients.names import search_key
from app.domain.errors import Conflict
from app.domain.identity import AgencyId, CarePlanTemplateId, NetworkId
from app.domain.lifecycle import Machine, Move, Offer, Party


class TemplateScope(StrEnum):
    """Who may use a template: its agency, the whole network, or, built in, everybody."""

    AGENCY = "agency"
    NETWORK = "network"
    BUILT_IN = "built_in"


class TemplateStatus(StrEnum):
    """Whether new plans are made of a template."""

    ACTIVE = "active"
    RETIRED = "retired"


class TemplateAction(StrEnum):
    """What can be done to a template."""

    RETIRE = "retire"
    REINSTATE = "reinstate"


OWNER = frozenset({Party.AGENCY})
TEMPLATES: Machine[TemplateStatus, TemplateAction] = Machine(
    "care-plan-template",
    TemplateStatus,
    (
        Move(
            action=TemplateAction.RETIRE,
            sources=frozenset({TemplateStatus.ACTIVE}),
            target=TemplateStatus.RETIRED,
            by=OWNER,
            why="no new plans are made of it; those that were stay as they are",
        ),
        Move(
            action=TemplateAction.REINSTATE,
            sources=frozenset({TemplateStatus.RETIRED}),
            target=TemplateStatus.ACTIVE,
            by=OWNER,
            why="it is of use again",
        ),
    ),
)
_NOT_YOURS = tuple(
    Offer(action=action.value, allowed=False, reason="for the agency whose template it is") for action in TemplateAction
)
_BUILT_IN = tuple(
    Offer(action=action.value, allowed=False, reason="built in: copy it to change it") for action in TemplateAction
)


@dataclass(slots=True, kw_only=True)
class CarePlanTemplate:
    """A template of an agency, for itself or for its network; a built-in one has no agency and never changes."""

    id: CarePlanTemplateId
    network: NetworkId
    agency: AgencyId | None
    scope: TemplateScope
    content: TemplateContent
    created_at: datetime
    updated_at: datetime
    status: TemplateStatus = TemplateStatus.ACTIVE
    version: int = 1

    @property
    def name_key(self) -> str:
        """The form of its title by which lists are sorted."""
        return search_key(self.content.title.said(self.content.language)) or "?"

    def offers(self, *, may_write: bool) -> tuple[Offer, ...]:
        """Return what may be done with it now, and why not the rest."""
        if self.scope is TemplateScope.BUILT_IN:
            return _BUILT_IN
        return TEMPLATES.offers(self.status, OWNER) if may_write else _NOT_YOURS

    def change(self, content: TemplateContent, at: datetime) -> bool:
        """Describe it anew; False when nothing differs. Plans made of it before stay as they are."""
        self._check_own()
        self.check_active()
        content.check()
        if content == self.content:
            return False
        self.content, self.updated_at = content, at
        return True

    def act(self, action: TemplateAction, at: datetime) -> None:
        """Retire it, or take it back."""
        self._check_own()
        self.status = TEMPLATES.move(self.status, action, OWNER)
        self.updated_at = at

    def check_active(self) -> None:
        """Refuse to use or change what is retired."""
        if self.status is TemplateStatus.RETIRED:
            raise Conflict(
                "care-plan-template.retired",
                "The template is retired; reinstate it first.",
                status=self.status.value,
                allowed_actions=TEMPLATES.allowed(self.status, OWNER),
            )

    def _check_own(self) -> None:
        if self.scope is TemplateScope.BUILT_IN:
            raise Conflict(
                "care-plan-template.built-in",
                "A built-in template never changes; make one of your own from it.",
                allowed_actions=[],
            )
