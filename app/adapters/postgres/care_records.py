"""Every repository and query of the care of clients, on one open session."""

from app.adapters.postgres.queries.appointments import AppointmentQueries
from app.adapters.postgres.queries.assessments import AssessmentQueries
from app.adapters.postgres.queries.break_glass import BreakGlassQueries
from app.adapters.postgres.queries.care_plan_templates import CarePlanTemplateQueries
from app.adapters.postgres.queries.care_plans import CarePlanQueries
from app.adapters.postgres.queries.care_teams import CareTeamQueries
from app.adapters.postgres.queries.caseloads import CaseloadQueries
from app.adapters.postgres.queries.goal_notes import GoalNoteQueries
from app.adapters.postgres.queries.goals import GoalQueries
from app.adapters.postgres.queries.households import HouseholdQueries
from app.adapters.postgres.queries.needs import NeedQueries
from app.adapters.postgres.queries.sight import SightGroundQueries
from app.adapters.postgres.queries.tasks import TaskQueries
from app.adapters.postgres.queries.timelines import TimelineQueries
from app.adapters.postgres.repositories.acuities import AcuityRepository
from app.adapters.postgres.repositories.appointments import AppointmentRepository
from app.adapters.postgres.repositories.assessments import AssessmentRepository
from app.adapters.postgres.repositories.break_glass import BreakGlassRepository
from app.adapters.postgres.repositories.care_plan_history import CarePlanReviewRepository, CarePlanVersionRepository
from app.adapters.postgres.repositories.care_plan_templates import CarePlanTemplateRepository
from app.adapters.postgres.repositories.care_plans import CarePlanRepository
from app.adapters.postgres.repositories.care_teams import CareTeamRepository
from app.adapters.postgres.repositories.goals import GoalRepository
from app.adapters.postgres.repositories.handovers import HandoverRepository
from app.adapters.postgres.repositories.households import HouseholdRepository
from app.adapters.postgres.repositories.instruments import Editions, InstrumentRepository
from app.adapters.postgres.repositories.labels import LabelRepository
from app.adapters.postgres.repositories.messages import MessageRepository
from app.adapters.postgres.repositories.needs import NeedRepository
from app.adapters.postgres.repositories.passages import PassageRepository
from app.adapters.postgres.repositories.relabellings import RelabellingRepository
from app.adapters.postgres.repositories.tasks import TaskRepository
from app.adapters.postgres.repositories.transfers import TransferRepository
from app.adapters.postgres.session import Session


class PostgresCareRecords:
    """Everything about the care of the network's clients."""

    __slots__ = ("editions", "session")

    def __init__(self, session: Session, editions: Editions) -> None:
        self.session, self.editions = session, editions

    @property
    def labels(self) -> LabelRepository:
        """The labels of everything that is on record of clients."""
        return LabelRepository(self.session)

    @property
    def relabellings(self) -> RelabellingRepository:
        """What is still to be labelled anew."""
        return RelabellingRepository(self.session)

    @property
    def households(self) -> HouseholdRepository:
        """The households of the clients."""
        return HouseholdRepository(self.session)

    @property
    def household_list(self) -> HouseholdQueries:
        """Lists of households."""
        return HouseholdQueries(self.session)

    @property
    def break_glasses(self) -> BreakGlassRepository:
        """Each time that the glass was broken."""
        return BreakGlassRepository(self.session)

    @property
    def break_glass_list(self) -> BreakGlassQueries:
        """Lists of emergency access."""
        return BreakGlassQueries(self.session)

    @property
    def sight_grounds(self) -> SightGroundQueries:
        """On which bases agencies see clients, and saw them."""
        return SightGroundQueries(self.session)

    @property
    def acuities(self) -> AcuityRepository:
        """What agencies say of their clients' acuity."""
        return AcuityRepository(self.session)

    @property
    def transfers(self) -> TransferRepository:
        """Transfers of clients between workers."""
        return TransferRepository(self.session)

    @property
    def handovers(self) -> HandoverRepository:
        """What was handed over with clients."""
        return HandoverRepository(self.session)

    @property
    def passages(self) -> PassageRepository:
        """What goes over with clients from one worker to another."""
        return PassageRepository(self.session)

    @property
    def caseload_lists(self) -> CaseloadQueries:
        """Lists of caseloads, transfers and handovers."""
        return CaseloadQueries(self.session)

    @property
    def care_teams(self) -> CareTeamRepository:
        """Who works together for the clients."""
        return CareTeamRepository(self.session)

    @property
    def care_team_list(self) -> CareTeamQueries:
        """Lists of care teams."""
        return CareTeamQueries(self.session)

    @property
    def appointments(self) -> AppointmentRepository:
        """The appointments of the agencies."""
        return AppointmentRepository(self.session)

    @property
    def appointment_list(self) -> AppointmentQueries:
        """Lists of appointments."""
        return AppointmentQueries(self.session)

    @property
    def care_plan_templates(self) -> CarePlanTemplateRepository:
        """The care plan templates of the agencies."""
        return CarePlanTemplateRepository(self.session)

    @property
    def care_plan_template_list(self) -> CarePlanTemplateQueries:
        """Lists of care plan templates."""
        return CarePlanTemplateQueries(self.session)

    @property
    def goal_notes(self) -> GoalNoteQueries:
        """What was written last of goals."""
        return GoalNoteQueries(self.session)

    @property
    def needs(self) -> NeedRepository:
        """The needs of the clients."""
        return NeedRepository(self.session)

    @property
    def need_list(self) -> NeedQueries:
        """Lists of needs, and their history."""
        return NeedQueries(self.session)

    @property
    def goals(self) -> GoalRepository:
        """The goals of the clients."""
        return GoalRepository(self.session)

    @property
    def goal_list(self) -> GoalQueries:
        """Lists of goals, and their progress."""
        return GoalQueries(self.session)

    @property
    def assessments(self) -> AssessmentRepository:
        """The assessments of the clients."""
        return AssessmentRepository(self.session)

    @property
    def assessment_list(self) -> AssessmentQueries:
        """Lists of assessments, their history and their scores."""
        return AssessmentQueries(self.session)

    @property
    def instruments(self) -> InstrumentRepository:
        """The instruments that the network can ask."""
        return InstrumentRepository(self.session, self.editions)

    @property
    def care_plans(self) -> CarePlanRepository:
        """The care plans of the clients."""
        return CarePlanRepository(self.session)

    @property
    def care_plan_versions(self) -> CarePlanVersionRepository:
        """What every change of a plan left behind."""
        return CarePlanVersionRepository(self.session)

    @property
    def care_plan_reviews(self) -> CarePlanReviewRepository:
        """The reviews of plans."""
        return CarePlanReviewRepository(self.session)

    @property
    def care_plan_list(self) -> CarePlanQueries:
        """Lists of care plans."""
        return CarePlanQueries(self.session)

    @property
    def messages(self) -> MessageRepository:
        """What the sides of handoffs say to each other."""
        return MessageRepository(self.session)

    @property
    def timeline(self) -> TimelineQueries:
        """What happened with clients."""
        return TimelineQueries(self.session)

    @property
    def tasks(self) -> TaskRepository:
        """The tasks of the agencies."""
        return TaskRepository(self.session)

    @property
    def task_list(self) -> TaskQueries:
        """Lists of tasks."""
        return TaskQueries(self.session)
