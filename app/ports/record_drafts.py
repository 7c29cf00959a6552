"""What translators hand to the imports of care planning: drafts that name each other as their source does."""

from dataclasses import dataclass

from app.domain.assessments.answers import Answers
from app.domain.assessments.assessment import InstrumentName
from app.domain.assessments.assessment_moves import AssessmentStatus
from app.domain.assessments.circumstances import Circumstances
from app.domain.assessments.own_instrument import Definition
from app.domain.care_plans.activity import ActivityContent
from app.domain.care_plans.activity_moves import ActivityStatus
from app.domain.care_plans.goal import GoalContent, Standing
from app.domain.care_plans.need import Beginning, NeedContent
from app.domain.care_plans.plan_content import PlanContent
from app.domain.care_plans.plan_moves import PlanStatus
from app.domain.care_teams.member import NewMember
from app.domain.care_teams.team import TeamContent
from app.domain.care_teams.team_moves import TeamStatus
from app.domain.identity import Identifier
from app.ports.imports import Link, Place


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedDraft:
    """A need as a source tells it (FHIR Condition)."""

    key: str
    place: Place
    client: Link
    content: NeedContent
    beginning: Beginning


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalDraft:
    """A goal as a source tells it (FHIR Goal); `needs` are those that it addresses."""

    key: str
    place: Place
    client: Link
    content: GoalContent
    standing: Standing
    needs: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamDraft:
    """A care team as a source tells it (FHIR CareTeam)."""

    key: str
    place: Place
    client: Link
    content: TeamContent
    status: TeamStatus
    members: tuple[NewMember, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityDraft:
    """An activity as a source tells it (FHIR CarePlan.activity)."""

    content: ActivityContent
    status: ActivityStatus
    goals: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanDraft:
    """A care plan as a source tells it (FHIR CarePlan)."""

    key: str
    place: Place
    client: Link
    content: PlanContent
    status: PlanStatus
    needs: tuple[Link, ...] = ()
    goals: tuple[Link, ...] = ()
    teams: tuple[Link, ...] = ()
    activities: tuple[ActivityDraft, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class InstrumentDraft:
    """An instrument as a source writes it (FHIR Questionnaire); responses refer to it by `url` and version."""

    key: str
    place: Place
    url: str | None
    slug: str
    edition: str
    definition: Definition


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentDraft:
    """A filled-in instrument as a source tells it (FHIR QuestionnaireResponse)."""

    key: str
    place: Place
    client: Link
    instrument: InstrumentName
    circumstances: Circumstances
    answers: Answers
    status: AssessmentStatus
    identifiers: tuple[Identifier, ...] = ()
