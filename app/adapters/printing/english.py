"""The printed plan in English, for readers of a sixth grade."""

from datetime import date

from app.adapters.printing.words import Headings, Lines, Said, Words
from app.domain.care_plans.printed_plan import Bound, GoalStanding, PlanStanding, StepKind, StepStanding
from app.domain.codes import Category

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def written(day: date) -> str:
    """Write a date out."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


ENGLISH = Words(
    tag="en",
    headings=Headings(
        plan="Your plan",
        call="Who to call",
        needs="What we want to make better",
        goals="Your goals",
        goal="Goal {number}",
        steps="Steps",
        other_steps="Other steps",
        about_you="About you",
        strengths="What you are good at",
        preferences="How you like things done",
        culture="Your culture and beliefs",
        crisis="When things get hard",
        warning_signs="Signs to look out for",
        coping="What helps you",
        people="People you can call",
        safe_places="Places where you feel safe",
        safety_steps="How to make your place safer",
        emergency="If you need help right now",
        team="Your team",
        review="When we meet to look at this plan",
        sign="Sign here",
    ),
    lines=Lines(
        for_client="This plan is for {client}.",
        from_agency="{agency} works on it with you.",
        printed="Printed on {date}.",
        starts="It starts on {start}.",
        starts_and_ends="It starts on {start} and ends on {end}.",
        ends="It ends on {end}.",
        intro="You made this plan with your team. It says what you want and who will help. Tell us when you want to "
        "change it.",
        why="Why: {needs}.",
        target="You will know you are there: {aim}.",
        target_due="You will know you are there by {date}: {aim}.",
        between="{low} to {high}",
        yes="yes",
        no="no",
        who="Who does it: {who}.",
        when="When: {when}.",
        place="Where: {place}.",
        due="By when: {date}.",
        told_at="See goal {number}.",
        last_note="We wrote on {date}: {note}",
        phone="Phone: {phone}",
        email="Email: {email}",
        no_goals="There are no goals yet.",
        no_steps="There are no steps yet.",
        next_review="We will look at this plan with you on {date}.",
        no_review="We have not set a day yet. Ask us for one.",
        late_review="We wanted to look at this plan with you on {date}. Ask us for a new day.",
        leads="Leads your case",
        helps_with="Helps with: {need}",
        agreed="You agreed to this plan on {date}.",
        not_agreed="You have not agreed to this plan yet. If you agree, sign below. You can say no or ask for changes.",
        withheld="This page may not show all of your plan. Ask your team about the rest.",
        emergency=(
            "Call 911 if you are in danger, or if somebody else is.",
            "Call or text 988 if you think of hurting yourself, or need to talk. It is free, day and night.",
        ),
        client_signs="Your name",
        worker_signs="Name of your worker",
        date_signed="Date",
        page="Page {page} of {pages}",
    ),
    plan={
        PlanStanding.DRAFT: "This is a draft. It can still change.",
        PlanStanding.IN_USE: None,
        PlanStanding.ON_HOLD: "This plan is on hold. We will start again when you are ready.",
        PlanStanding.FINISHED: "This plan is finished.",
        PlanStanding.STOPPED: "This plan has stopped. We do not use it any more.",
    },
    goals={
        GoalStanding.TALKING: Said(
            on="We have talked about this goal since {date}.", ever="We are still talking about this goal."
        ),
        GoalStanding.AGREED: Said(on="You chose this goal on {date}.", ever="You chose this goal."),
        GoalStanding.UNDER_WAY: Said(
            on="You have worked on this goal since {date}.", ever="You are working on this goal."
        ),
        GoalStanding.IMPROVING: Said(on="On {date} you were closer to this goal.", ever="You are closer to this goal."),
        GoalStanding.NO_CHANGE: Said(on="On {date} things were about the same.", ever="Things are about the same."),
        GoalStanding.WORSENING: Said(
            on="On {date} things were harder. Let us talk about what could help.",
            ever="Things are harder now. Let us talk about what could help.",
        ),
        GoalStanding.REACHED: Said(on="You reached this goal on {date}.", ever="You reached this goal."),
        GoalStanding.KEPT: Said(
            on="You reached this goal. On {date} you were still keeping it up.",
            ever="You reached this goal, and you keep it up.",
        ),
        GoalStanding.NOT_REACHED: Said(
            on="On {date} you had not reached this goal. We can try another way.",
            ever="You have not reached this goal. We can try another way.",
        ),
        GoalStanding.NOT_POSSIBLE: Said(
            on="On {date} we saw that this goal cannot be reached for now. We can pick another one.",
            ever="This goal cannot be reached for now. We can pick another one.",
        ),
        GoalStanding.ON_HOLD: Said(on="This goal has been on hold since {date}.", ever="This goal is on hold."),
        GoalStanding.FINISHED: Said(on="The work on this goal ended on {date}.", ever="The work on this goal ended."),
    },
    steps={
        StepStanding.NOT_STARTED: Said(on="We have not started yet.", ever="We have not started yet."),
        StepStanding.SET: Said(on="The day is set: {date}.", ever="The day is set."),
        StepStanding.UNDER_WAY: Said(on="We have worked on it since {date}.", ever="We are working on it."),
        StepStanding.ON_HOLD: Said(on="It has been on hold since {date}.", ever="It is on hold."),
        StepStanding.DONE: Said(on="It was done on {date}.", ever="It is done."),
        StepStanding.CANCELLED: Said(on="It was called off on {date}.", ever="It was called off."),
        StepStanding.STOPPED: Said(on="It was stopped on {date}.", ever="It was stopped."),
        StepStanding.UNKNOWN: None,
    },
    kinds={
        StepKind.REFERRAL: "Help from another place",
        StepKind.TASK: "Something to do",
        StepKind.APPOINTMENT: "A meeting or visit",
        StepKind.EDUCATION: "Something to learn",
        StepKind.BENEFIT_APPLICATION: "Asking for a benefit",
        StepKind.CONTACT: "A talk",
        StepKind.OTHER: None,
    },
    categories={
        Category.UNSPECIFIED: "Daily life",
        Category.FOOD: "Enough food",
        Category.HOUSING_INSTABILITY: "A home that is sure",
        Category.HOMELESSNESS: "A place to live",
        Category.INADEQUATE_HOUSING: "A better home",
        Category.TRANSPORTATION: "Getting around",
        Category.FINANCIAL: "Money",
        Category.MATERIAL_HARDSHIP: "Things you need at home",
        Category.UTILITIES: "Power, water and phone bills",
        Category.EDUCATION: "School",
        Category.EMPLOYMENT: "Work",
        Category.VETERAN: "Help for veterans",
        Category.STRESS: "Stress",
        Category.SOCIAL_CONNECTION: "Time with other people",
        Category.INTIMATE_PARTNER_VIOLENCE: "Safety",
        Category.ELDER_ABUSE: "Safety",
        Category.HEALTH_LITERACY: "Health facts you can use",
        Category.HEALTH_INSURANCE: "Health insurance",
        Category.MEDICAL_COST: "Paying for care",
        Category.DIGITAL_LITERACY: "Using a computer or phone",
        Category.DIGITAL_ACCESS: "Getting online",
        Category.INCARCERATION: "Life after jail",
        Category.LANGUAGE_ACCESS: "Help in your language",
    },
    bounds={
        Bound.EXACTLY: "{value}",
        Bound.AT_LEAST: "{value} or more",
        Bound.AT_MOST: "{value} or less",
        Bound.MORE_THAN: "more than {value}",
        Bound.LESS_THAN: "less than {value}",
    },
    date=written,
    borrowed="We do not have these headings in your language yet ({language}). Ask your team to read it with you.",
)
