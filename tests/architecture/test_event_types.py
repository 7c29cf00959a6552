"""Every event that can happen can be asked for, and nothing can be asked for that never happens."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from app.domain.appointments.appointment_moves import HAPPENED as APPOINTMENT_HAPPENED
from app.domain.care_plans.goal_moves import GOAL_PAST
from app.domain.care_plans.need_moves import NEED_PAST
from app.domain.care_plans.plan_moves import ALSO_HAPPENED
from app.domain.care_plans.plan_moves import HAPPENED as PLAN_HAPPENED
from app.domain.care_teams.member_moves import HAPPENED as MEMBER_HAPPENED
from app.domain.care_teams.team_moves import HAPPENED as TEAM_HAPPENED
from app.domain.consent_templates.template import FORM_HAPPENED
from app.domain.consents.override import OVERRIDE_HAPPENED
from app.domain.referrals.clocks import STRUCK
from app.domain.referrals.handoff_moves import HAPPENED as HANDOFF_HAPPENED
from app.domain.referrals.referral_moves import HAPPENED as REFERRAL_HAPPENED
from app.domain.webhooks.event_types import EVENT_TYPES
from app.use_cases.care.care_plan_templates import PAST as TEMPLATE_PAST
from app.use_cases.care.tasks import PAST

USE_CASES = Path(__file__).parents[2] / "app" / "use_cases"
REPORTS = re.compile(r"_?(save|report|happening)")
NAME = re.compile(r"[a-z-]+\.[a-z_]+")


def reported() -> Iterator[str]:
    """The names that use cases give to what they report, read from their source."""
    for path in sorted(USE_CASES.rglob("*.py")):
        noun = f"{path.stem.removesuffix('s').replace('_', '-')}."
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and REPORTS.fullmatch(call.func.id):
                for word in call.args:
                    if isinstance(word, ast.Constant) and isinstance(word.value, str):
                        yield word.value if NAME.fullmatch(word.value) else noun + word.value


def test_every_event_that_happens_is_in_the_catalogue_and_nothing_else() -> None:
    handoffs = {f"handoff.{word}" for word in (*HANDOFF_HAPPENED.values(), *STRUCK.values())}
    referrals = {f"referral.{word}" for word in (*REFERRAL_HAPPENED.values(), "created", "changed")}
    tasks = {f"task.{word}" for word in PAST.values()}
    templates = {f"care-plan-template.{word}" for word in TEMPLATE_PAST.values()}
    teams = {f"care-team.{word}" for word in TEAM_HAPPENED.values()}
    members = {f"care-team-member.{word}" for word in MEMBER_HAPPENED.values()}
    needs = {f"need.{word}" for word in NEED_PAST.values()}
    goals = {f"goal.{word}" for word in GOAL_PAST.values()}
    plans = {f"care-plan.{word}" for word in (*PLAN_HAPPENED.values(), *ALSO_HAPPENED)}
    appointments = {f"appointment.{word}" for word in APPOINTMENT_HAPPENED.values()}
    overrides = {f"consent-override.{word}" for word in OVERRIDE_HAPPENED.values()}
    forms = {f"consent-template.{word}" for word in FORM_HAPPENED.values()}
    records = overrides | forms | needs | goals | plans | appointments | templates | teams | members
    assert set(reported()) | records | handoffs | referrals | tasks == EVENT_TYPES
