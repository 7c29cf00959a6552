"""What a unit of work reaches of the care of clients: what they need, what is planned, and who works on it."""

from typing import Protocol

from app.ports.appointments import AppointmentList, Appointments
from app.ports.assessments import AssessmentList, Assessments, Instruments
from app.ports.break_glass import BreakGlasses, BreakGlassList
from app.ports.care_plan_templates import CarePlanTemplateList, CarePlanTemplates
from app.ports.care_plans import CarePlanList, CarePlanReviews, CarePlans, CarePlanVersions
from app.ports.care_teams import CareTeamList, CareTeams
from app.ports.caseloads import Acuities, CaseloadLists, Handovers, Passages, Transfers
from app.ports.goals import GoalList, Goals
from app.ports.households import HouseholdList, Households
from app.ports.labels import Labels, Relabellings
from app.ports.messages import Messages
from app.ports.needs import NeedList, Needs
from app.ports.printing import GoalNotes
from app.ports.sight import SightGrounds
from app.ports.timelines import Timeline


class CareRecords(Protocol):
    """Everything about the care of the network's clients."""

    @property
    def labels(self) -> Labels:
        """The labels of everything that is on record of clients."""
        ...

    @property
    def relabellings(self) -> Relabellings:
        """What is still to be labelled anew."""
        ...

    @property
    def households(self) -> Households:
        """The households of the clients."""
        ...

    @property
    def household_list(self) -> HouseholdList:
        """Lists of households."""
        ...

    @property
    def break_glasses(self) -> BreakGlasses:
        """Each time that the glass was broken."""
        ...

    @property
    def break_glass_list(self) -> BreakGlassList:
        """Lists of emergency access."""
        ...

    @property
    def sight_grounds(self) -> SightGrounds:
        """On which bases agencies see clients, and saw them."""
        ...

    @property
    def acuities(self) -> Acuities:
        """What agencies say of their clients' acuity."""
        ...

    @property
    def transfers(self) -> Transfers:
        """Transfers of clients between workers."""
        ...

    @property
    def handovers(self) -> Handovers:
        """What was handed over with clients."""
        ...

    @property
    def passages(self) -> Passages:
        """What goes over with clients from one worker to another."""
        ...

    @property
    def caseload_lists(self) -> CaseloadLists:
        """Lists of caseloads, transfers and handovers."""
        ...

    @property
    def care_teams(self) -> CareTeams:
        """Who works together for the clients."""
        ...

    @property
    def care_team_list(self) -> CareTeamList:
        """Lists of care teams."""
        ...

    @property
    def appointments(self) -> Appointments:
        """The appointments of the agencies."""
        ...

    @property
    def appointment_list(self) -> AppointmentList:
        """Lists of appointments."""
        ...

    @property
    def care_plan_templates(self) -> CarePlanTemplates:
        """The care plan templates of the agencies."""
        ...

    @property
    def care_plan_template_list(self) -> CarePlanTemplateList:
        """Lists of care plan templates."""
        ...

    @property
    def goal_notes(self) -> GoalNotes:
        """What was written last of goals."""
        ...

    @property
    def needs(self) -> Needs:
        """The needs of the clients."""
        ...

    @property
    def need_list(self) -> NeedList:
        """Lists of needs, and their history."""
        ...

    @property
    def goals(self) -> Goals:
        """The goals of the clients."""
        ...

    @property
    def goal_list(self) -> GoalList:
        """Lists of goals, and their progress."""
        ...

    @property
    def assessments(self) -> Assessments:
        """The assessments of the clients."""
        ...

    @property
    def assessment_list(self) -> AssessmentList:
        """Lists of assessments, their history and their scores."""
        ...

    @property
    def instruments(self) -> Instruments:
        """The instruments that the network can ask."""
        ...

    @property
    def care_plans(self) -> CarePlans:
        """The care plans of the clients."""
        ...

    @property
    def care_plan_versions(self) -> CarePlanVersions:
        """What every change of a plan left behind."""
        ...

    @property
    def care_plan_reviews(self) -> CarePlanReviews:
        """The reviews of plans."""
        ...

    @property
    def care_plan_list(self) -> CarePlanList:
        """Lists of care plans."""
        ...

    @property
    def messages(self) -> Messages:
        """What the sides of handoffs say to each other."""
        ...

    @property
    def timeline(self) -> Timeline:
        """What happened with clients."""
        ...
