"""Where an activity of a plan stands that is a referral, a task or an appointment: between nouns, so in neither."""

from collections.abc import Mapping

from app.domain.appointments.appointment_moves import AppointmentStatus
from app.domain.care_plans.activity_moves import ActivityStatus
from app.domain.referrals.states import ReferralState
from app.domain.work.task import TaskStatus

S = ActivityStatus

OF_REFERRAL: Mapping[ReferralState, ActivityStatus] = {
    ReferralState.DRAFT: S.NOT_STARTED,
    ReferralState.AWAITING_AUTHORIZATION: S.NOT_STARTED,
    ReferralState.OPEN: S.SCHEDULED,
    ReferralState.NEEDS_ACTION: S.SCHEDULED,
    ReferralState.PLACED: S.SCHEDULED,
    ReferralState.IN_SERVICE: S.IN_PROGRESS,
    ReferralState.ON_HOLD: S.ON_HOLD,
    ReferralState.CANCEL_PENDING: S.IN_PROGRESS,
    ReferralState.COMPLETED: S.COMPLETED,
    ReferralState.CLOSED_UNMET: S.STOPPED,
    ReferralState.CANCELLED: S.CANCELLED,
    ReferralState.ENTERED_IN_ERROR: S.ENTERED_IN_ERROR,
}

OF_TASK: Mapping[TaskStatus, ActivityStatus] = {
    TaskStatus.OPEN: S.NOT_STARTED,
    TaskStatus.IN_PROGRESS: S.IN_PROGRESS,
    TaskStatus.DONE: S.COMPLETED,
    TaskStatus.CANCELLED: S.CANCELLED,
}

OF_APPOINTMENT: Mapping[AppointmentStatus, ActivityStatus] = {
    AppointmentStatus.PROPOSED: S.NOT_STARTED,
    AppointmentStatus.BOOKED: S.SCHEDULED,
    AppointmentStatus.ARRIVED: S.IN_PROGRESS,
    AppointmentStatus.FULFILLED: S.COMPLETED,
    AppointmentStatus.NO_SHOW: S.CANCELLED,
    AppointmentStatus.CANCELLED: S.CANCELLED,
    AppointmentStatus.ENTERED_IN_ERROR: S.ENTERED_IN_ERROR,
}
