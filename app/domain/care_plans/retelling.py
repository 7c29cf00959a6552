"""How a record follows what another system says of it now, wherever that leads: no machine binds another system."""

from dataclasses import replace

from app.domain.care_plans.goal import Goal, GoalContent, Standing
from app.domain.care_plans.need import Beginning, Need, NeedContent
from app.domain.care_plans.recording import Hand
from app.domain.codes import Sensitivity


def retell_need(
    need: Need, content: NeedContent, beginning: Beginning, labels: frozenset[Sensitivity], hand: Hand
) -> bool:
    """Let a need follow its source; what was added here stays: words, priority, labels, other identifiers."""
    there = need.content
    told = replace(
        content,
        words=there.words or content.words,
        priority=there.priority or content.priority,
        labels=there.labels | content.labels,
        identifiers=tuple(dict.fromkeys((*content.identifiers, *there.identifiers))),
    )
    told.check(hand.at.date())
    standing = (beginning.status, beginning.verification)
    if (told, standing) == (there, (need.status, need.verification)):
        return False
    moved = standing != (need.status, need.verification)
    need.content, need.sensitivities, need.updated_at = told, told.labelled(labels), hand.at
    need.status, need.verification = standing
    if moved:
        need.note_step("retold", hand)
    return True


def retell_goal(
    goal: Goal, content: GoalContent, standing: Standing, inherited: frozenset[Sensitivity], hand: Hand
) -> bool:
    """Let a goal follow its source; what was added here stays: labels, other identifiers, later achievements."""
    there = goal.content
    told = replace(
        content,
        labels=there.labels | content.labels,
        identifiers=tuple(dict.fromkeys((*content.identifiers, *there.identifiers))),
    )
    told.check()
    achievement = standing.achievement or goal.achievement
    if (told, standing.state, achievement) == (there, goal.state, goal.achievement):
        return False
    if standing.state is not goal.state:
        goal.stated_at = standing.stated_at or hand.at
    if achievement is not goal.achievement:
        goal.achievement, goal.achievement_at = achievement, standing.achievement_at or hand.at
    goal.content, goal.sensitivities, goal.updated_at = told, told.labelled(inherited), hand.at
    goal.state, goal.reason = standing.state, standing.reason or goal.reason
    return True
