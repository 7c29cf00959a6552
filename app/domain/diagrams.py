"""The tables of moves as Mermaid diagrams, so that the picture in the documentation is the guard in the code."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import TypeVar

from app.domain.appointments.appointment_moves import APPOINTMENTS, FHIR_STATUS, AppointmentStatus
from app.domain.assessments.assessment_moves import ASSESSMENTS, AssessmentStatus
from app.domain.assessments.assessment_moves import FHIR_STATUS as ASSESSMENT_FHIR
from app.domain.assessments.suggestion_moves import SUGGESTIONS, SuggestionState
from app.domain.care_plans.activity_moves import ACTIVITIES, ACTIVITY_FHIR, ActivityStatus
from app.domain.care_plans.goal_moves import GOAL_FHIR, GOALS, STARTING, GoalState
from app.domain.care_plans.need_moves import NEED_FHIR, NEEDS, VERIFICATIONS, NeedStatus, Verification
from app.domain.care_plans.plan_moves import PLAN_FHIR, PLANS, PlanStatus
from app.domain.care_plans.template import TEMPLATES, TemplateStatus
from app.domain.care_teams.member_moves import MEMBERS, MemberStatus
from app.domain.care_teams.team_moves import FHIR_STATUS as TEAM_FHIR
from app.domain.care_teams.team_moves import TEAMS as CARE_TEAMS
from app.domain.care_teams.team_moves import TeamStatus
from app.domain.caseloads.handover import HANDOVERS, HandoverStatus
from app.domain.caseloads.transfer_moves import TRANSFERS, TransferStatus
from app.domain.consent_templates.template import FORMS, FormStatus
from app.domain.consents.override import OVERRIDES, OverrideState
from app.domain.lifecycle import Machine, Move
from app.domain.referrals.handoff_moves import HANDOFFS
from app.domain.referrals.referral_moves import REFERRALS
from app.domain.referrals.states import HANDOFF_FACES, REFERRAL_FACES, HandoffState, ReferralState
from app.domain.retention.erasure_moves import ERASURES, ErasureState

S = TypeVar("S", bound=StrEnum)
A = TypeVar("A", bound=StrEnum)
CORRECTION = "enter_in_error"


def page() -> str:
    """Return the page of all machines: a diagram, the moves in words, and the FHIR names of the states."""
    return "\n".join(
        [
            "# State machines",
            "",
            "Generated from the tables of moves in `app/domain` (`make diagrams`); do not edit.",
            "`enter_in_error` leads from every other state to `entered_in_error` and is left out of the diagrams.",
            "",
            "## Referral",
            "",
            *_diagram(REFERRALS, ReferralState.DRAFT),
            *_moves(REFERRALS),
            "| state | ServiceRequest.status | entered when |",
            "|---|---|---|",
            *(
                f"| `{state}` | {face.service_request_status} | {face.entered_when} |"
                for state, face in REFERRAL_FACES.items()
            ),
            "",
            "## Handoff",
            "",
            *_diagram(HANDOFFS, HandoffState.QUEUED),
            *_moves(HANDOFFS),
            "| state | Task.status | businessStatus |",
            "|---|---|---|",
            *(
                f"| `{state}` | {face.task_status or 'as before'} | {face.business_status or ''} |"
                for state, face in HANDOFF_FACES.items()
            ),
            "",
            *_section("Need", NEEDS, (NeedStatus.ACTIVE,), ("Condition.clinicalStatus", NEED_FHIR)),
            *_section(
                "Certainty of a need",
                VERIFICATIONS,
                (Verification.UNCONFIRMED,),
                ("Condition.verificationStatus", {each: each.value for each in Verification}),
            ),
            *_section(
                "Goal",
                GOALS,
                tuple(each for each in GoalState if each in STARTING),
                ("Goal.lifecycleStatus", GOAL_FHIR),
            ),
            *_section(
                "Assessment",
                ASSESSMENTS,
                (AssessmentStatus.IN_PROGRESS,),
                ("QuestionnaireResponse.status", ASSESSMENT_FHIR),
            ),
            *_section("Suggestion of an assessment", SUGGESTIONS, (SuggestionState.OPEN,)),
            *_section("Care plan", PLANS, (PlanStatus.DRAFT,), ("CarePlan.status", PLAN_FHIR)),
            *_section(
                "Activity of a care plan, while it is linked to nothing",
                ACTIVITIES,
                (ActivityStatus.NOT_STARTED,),
                ("CarePlan.activity.detail.status", ACTIVITY_FHIR),
            ),
            *_section(
                "Care team", CARE_TEAMS, (TeamStatus.PROPOSED, TeamStatus.ACTIVE), ("CareTeam.status", TEAM_FHIR)
            ),
            *_section("Member of a care team", MEMBERS, (MemberStatus.ACTIVE,)),
            *_section(
                "Appointment",
                APPOINTMENTS,
                (AppointmentStatus.PROPOSED, AppointmentStatus.BOOKED),
                ("Appointment.status", FHIR_STATUS),
            ),
            *_section("Care plan template", TEMPLATES, (TemplateStatus.ACTIVE,)),
            *_section("Consent template", FORMS, (FormStatus.ACTIVE,)),
            *_section("Override of a missing consent", OVERRIDES, (OverrideState.PENDING,)),
            *_section("Transfer of clients", TRANSFERS, (TransferStatus.PLANNED,)),
            *_section("Handover", HANDOVERS, (HandoverStatus.GIVEN,)),
            *_section("Erasure", ERASURES, (ErasureState.PROPOSED,)),
        ]
    )


def _section(
    title: str, machine: Machine[S, A], firsts: tuple[S, ...], fhir: tuple[str, Mapping[S, str]] | None = None
) -> Iterator[str]:
    """Draw one machine from the states in which it may begin; `fhir` names an element and the code of each state."""
    yield from (f"## {title}", "", *_diagram(machine, *firsts), *_moves(machine))
    if fhir is not None:
        yield from (f"| state | {fhir[0]} |", "|---|---|")
        yield from (f"| `{state}` | {fhir[1][state]} |" for state in machine.states)
        yield ""


def _diagram(machine: Machine[S, A], *firsts: S) -> Iterator[str]:
    yield from ("```mermaid", "stateDiagram-v2", *(f"    [*] --> {first}" for first in firsts))
    for row in machine.moves:
        if row.action != CORRECTION:
            yield from _edges(machine, row)
    yield from (f"    {state} --> [*]" for state in machine.states if machine.is_terminal(state))
    yield from ("```", "")


def _edges(machine: Machine[S, A], row: Move[S, A]) -> Iterator[str]:
    for source in (state for state in machine.states if state in row.sources):
        for target in (state for state in machine.states if state in machine.targets(row)):
            yield f"    {source} --> {target}: {row.action} ({', '.join(sorted(row.by))})"


def _moves(machine: Machine[S, A]) -> Iterator[str]:
    yield from ("| action | from | to | who | why |", "|---|---|---|---|---|")
    for row in machine.moves:
        sources = ", ".join(f"`{state}`" for state in machine.states if state in row.sources)
        target = f"`{row.target}`" if row.target else "the state before"
        yield f"| `{row.action}` | {sources} | {target} | {', '.join(sorted(row.by))} | {row.why} |"
    yield ""
