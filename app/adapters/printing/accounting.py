"""Puts the accounting of disclosures into plain sentences: who looked at a client's record, when and why."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from app.adapters.printing import english, spanish
from app.adapters.printing.paper import Entry, Paper, Part, Section, tidy
from app.domain.audit.accounting import OWN_RECORD, Accounting, ActorKind, Deed, Disclosure
from app.domain.clients.access import Basis
from app.domain.networks.roles import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountWords:
    """One language."""

    tag: str
    title: str
    intro: tuple[str, ...]
    client: str
    made: str
    since: str
    until: str
    heading: str
    none: str
    unnamed: str
    unnamed_note: str
    service: str
    why: str
    page: str
    deeds: Mapping[Deed, str]
    actors: Mapping[ActorKind, str]
    bases: Mapping[str, str]
    nouns: Mapping[str, str]
    date: Callable[[date], str]


ENGLISH = AccountWords(
    tag="en",
    title="Who looked at your record",
    intro=(
        "This list shows who looked at your record or changed it, on what day, and why they could.",
        "Times are in UTC. You can ask us about every line.",
    ),
    client="Your number with us: {client}",
    made="Printed on {at}",
    since="From {at}",
    until="Until {at}",
    heading="What was done ({count})",
    none="Nobody looked at your record or changed it in this time.",
    unnamed="An agency whose name is not printed here",
    unnamed_note="Ask the privacy officer of the network who that was.",
    service="The service itself",
    why="Why: {why}",
    page="Page {page} of {pages}",
    deeds={
        Deed.SEEN: "Looked at: {noun}",
        Deed.ADDED: "Added: {noun}",
        Deed.CHANGED: "Changed: {noun}",
        Deed.REMOVED: "Removed: {noun}",
    },
    actors={
        ActorKind.WORKER: "Done by a person who works there",
        ActorKind.API_CLIENT: "Done through a program of theirs",
        ActorKind.SYSTEM: "Done without any person",
    },
    bases={
        Basis.CASELOAD: "they serve you",
        Basis.HANDOFF: "you were referred to them",
        Basis.CARE_TEAM: "they are on your care team",
        Basis.COORDINATOR: "they coordinate the network",
        Basis.BREAK_GLASS: "they said it was an emergency",
        OWN_RECORD: "it was their own record",
        Role.SYSTEM: "the service keeps clocks and lists",
    },
    nouns={
        "appointment": "appointment",
        "assessment": "assessment",
        "break-glass": "emergency access",
        "care-plan": "care plan",
        "care-team": "care team",
        "client": "your personal data",
        "consent": "consent",
        "disclosure": "this list",
        "event": "news about your record",
        "export": "a copy of your record",
        "goal": "goal",
        "handoff": "referral",
        "handover": "handover between workers",
        "household": "household",
        "need": "need",
        "referral": "referral",
        "task": "task",
        "timeline": "the history of your record",
    },
    date=english.written,
)
SPANISH = AccountWords(
    tag="es",
    title="Quién vio su expediente",
    intro=(
        "Esta lista dice quién vio o cambió su expediente, qué día, y por qué podía hacerlo.",
        "Las horas están en UTC. Puede preguntarnos por cada línea.",
    ),
    client="Su número con nosotros: {client}",
    made="Impreso el {at}",
    since="Desde el {at}",
    until="Hasta el {at}",
    heading="Qué se hizo ({count})",
    none="En este tiempo nadie vio ni cambió su expediente.",
    unnamed="Una agencia cuyo nombre no se imprime aquí",
    unnamed_note="Pregunte quién fue a la persona encargada de la privacidad en la red.",
    service="El propio servicio",
    why="Por qué: {why}",
    page="Página {page} de {pages}",
    deeds={
        Deed.SEEN: "Vio: {noun}",
        Deed.ADDED: "Añadió: {noun}",
        Deed.CHANGED: "Cambió: {noun}",
        Deed.REMOVED: "Quitó: {noun}",
    },
    actors={
        ActorKind.WORKER: "Lo hizo una persona que trabaja allí",
        ActorKind.API_CLIENT: "Se hizo con un programa de la agencia",
        ActorKind.SYSTEM: "Se hizo sin ninguna persona",
    },
    bases={
        Basis.CASELOAD: "le atienden",
        Basis.HANDOFF: "le enviaron allí",
        Basis.CARE_TEAM: "están en su equipo de cuidado",
        Basis.COORDINATOR: "coordinan la red",
        Basis.BREAK_GLASS: "dijeron que era una emergencia",
        OWN_RECORD: "era su propio registro",
        Role.SYSTEM: "el servicio lleva relojes y listas",
    },
    nouns={
        "appointment": "cita",
        "assessment": "evaluación",
        "break-glass": "acceso de emergencia",
        "care-plan": "plan de cuidado",
        "care-team": "equipo de cuidado",
        "client": "sus datos personales",
        "consent": "consentimiento",
        "disclosure": "esta lista",
        "event": "noticias de su expediente",
        "export": "una copia de su expediente",
        "goal": "meta",
        "handoff": "envío a otra agencia",
        "handover": "entrega entre trabajadores",
        "household": "hogar",
        "need": "necesidad",
        "referral": "envío a otra agencia",
        "task": "tarea",
        "timeline": "la historia de su expediente",
    },
    date=spanish.written,
)
LANGUAGES = {words.tag: words for words in (ENGLISH, SPANISH)}


def account_written_out(accounting: Accounting) -> Paper:
    """Put an accounting into words."""
    words = LANGUAGES.get(accounting.language, ENGLISH)
    entries = tuple(_entry(words, each) for each in accounting.disclosures)
    part = Part(entries=entries) if entries else Part(lines=(words.none,))
    return Paper(
        language=words.tag,
        own_language=words.tag,
        title=words.title,
        notes=(),
        lines=_opening(words, accounting),
        sections=(Section(heading=words.heading.format(count=len(entries)), parts=(part,)),),
        page=words.page,
    )


def _opening(words: AccountWords, accounting: Accounting) -> tuple[str, ...]:
    lines = [*words.intro, words.client.format(client=accounting.client)]
    for sentence, at in ((words.since, accounting.since), (words.until, accounting.until)):
        if at is not None:
            lines.append(sentence.format(at=_moment(words, at)))
    return (*lines, words.made.format(at=_moment(words, accounting.made_at)))


def _entry(words: AccountWords, disclosure: Disclosure) -> Entry:
    who = words.service if disclosure.actor_kind is ActorKind.SYSTEM else disclosure.agency_name or words.unnamed
    noun = words.nouns.get(disclosure.noun, disclosure.noun.replace("-", " "))
    lines = [words.deeds[disclosure.deed].format(noun=noun), words.actors[disclosure.actor_kind]]
    why = [words.bases[basis] for basis in disclosure.bases if basis in words.bases]
    if why:
        lines.append(words.why.format(why=", ".join(why)))
    if disclosure.withheld:
        lines.append(words.unnamed_note)
    return Entry(title=f"{_moment(words, disclosure.at)}: {tidy(who)}", lines=tuple(lines))


def _moment(words: AccountWords, at: datetime) -> str:
    in_utc = at.astimezone(UTC)
    return f"{words.date(in_utc.date())}, {in_utc:%H:%M}"
