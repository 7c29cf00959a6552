"""The people of the demo network: put together from invented lists, the same every time."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from app.domain.clients.contact import Address, AddressUse, Channel, ContactPoint, ContactSystem, ContactUse
from app.domain.clients.demographics import Accessibility, AdministrativeSex, Ethnicity, Language, Race
from app.domain.clients.identifiers import Identifier
from app.domain.clients.names import Name, NameUse
from app.domain.clients.profile import Profile
from app.domain.networks.roles import Role
from app.domain.networks.worker import WorkerProfile
from app.domain.partial_date import PartialDate, Precision

SEED = 20_260_301
GIVEN = {
    AdministrativeSex.FEMALE: (
        "Amara", "Beatriz", "Celeste", "Daphne", "Esperanza", "Fabiola", "Guerline", "Hana", "Imani", "Josefina",
        "Keisha", "Lourdes", "Mirlande", "Nadège", "Olga", "Paulette", "Rosalía", "Shanice", "Thérèse", "Ximena",
    ),
    AdministrativeSex.MALE: (
        "Anselmo", "Bernard", "Cipriano", "Darnell", "Emmanuel", "Fritz", "Gustavo", "Hector", "Isaiah", "Jean-Paul",
        "Kelvin", "Lázaro", "Marcus", "Néstor", "Orlando", "Placide", "Reinaldo", "Sylvain", "Terrence", "Wilner",
    ),
}  # fmt: skip
FAMILY = (
    "Abreu", "Baptiste", "Calderón", "Desrosiers", "Espinoza", "Fernandes", "Grantham", "Hollis", "Ibáñez", "Joseph",
    "Kingsley", "Laguerre", "Montoya", "Núñez", "Okafor", "Pierre-Louis", "Quintero", "Rivera", "Saint-Fleur",
    "Toussaint", "Urrutia", "Valdés", "Whitfield", "Yarborough", "Zamora",
)  # fmt: skip
STREETS = ("Almond Avenue", "Banyan Close", "Coral Street", "Heron Lane", "Lantana Lane", "Palm Court", "Tamarind Road")
POSTAL_CODES = ("33125", "33127", "33128", "33132", "33136", "33142", "33147", "33155", "33157")
TITLES = {
    Role.SUPERVISOR: "Supervisor",
    Role.CASE_MANAGER: "Case manager",
    Role.INTAKE: "Intake specialist",
    Role.AGENCY_ADMIN: "Office administrator",
}
YOUNGEST, OLDEST = 1, 92


class People:
    """Makes people one after another; never the same name twice in a row of sixty."""

    def __init__(self, today: date) -> None:
        self.chance = Random(SEED)  # noqa: S311 - invented people need no secrecy, and must be the same every time
        self.today = today
        self.made = 0

    def clients(self, count: int) -> Iterator[Profile]:
        """Yield profiles of clients: mostly grown up, some children, some old, some without an address."""
        for _ in range(count):
            yield self._client()

    def worker(self, role: Role, slug: str) -> WorkerProfile:
        """Make a worker of an agency."""
        sex = self.chance.choice(tuple(GIVEN))
        given, family = self._names(sex)
        return WorkerProfile(
            given=given,
            family=family,
            roles=frozenset({role}),
            email=f"{role.value.replace('_', '.')}@{slug}.example",
            title=TITLES.get(role, role.value.replace("_", " ").capitalize()),
            languages=("en", "es"),
        )

    def _client(self) -> Profile:
        chance = self.chance
        sex = chance.choice(tuple(GIVEN))
        given, family = self._names(sex)
        names = [Name(use=NameUse.LEGAL, given=(given,), family=family)]
        if chance.random() < 0.1:  # noqa: PLR2004 - one in ten goes by another name
            names.append(Name(use=NameUse.PREFERRED, given=(given[:3],), family=family))
        age = chance.triangular(YOUNGEST, OLDEST, 38)
        born = self.today - timedelta(days=int(age * 365.25))
        return Profile(
            names=tuple(names),
            birth_date=PartialDate(first=born, precision=Precision.DAY),
            identifiers=(Identifier(system="https://mrn.example", value=f"D{self.made:05}", type="MR"),),
            administrative_sex=sex,
            races=(chance.choice((Race.WHITE, Race.BLACK_OR_AFRICAN_AMERICAN, Race.OTHER)),),
            ethnicities=(chance.choice((Ethnicity.HISPANIC_OR_LATINO, Ethnicity.NOT_HISPANIC_OR_LATINO)),),
            languages=(self._language(),),
            accessibility=(Accessibility.WHEELCHAIR,) if chance.random() < 0.1 else (),  # noqa: PLR2004
            addresses=(self._address(),),
            contact_points=(self._phone(),),
        )

    def _names(self, sex: AdministrativeSex) -> tuple[str, str]:
        number, self.made = self.made, self.made + 1
        names = GIVEN[sex]
        return names[number * 7 % len(names)], FAMILY[(number * 11 + number // len(FAMILY)) % len(FAMILY)]

    def _language(self) -> Language:
        tag = self.chance.choices(("en", "es", "ht"), (4, 4, 2))[0]
        return Language(tag=tag, preferred=True, interpreter=tag == "ht")

    def _address(self) -> Address:
        postal_code = self.chance.choice(POSTAL_CODES)
        if self.chance.random() < 0.08:  # noqa: PLR2004 - some have no home
            return Address(city="Miami", state="FL", postal_code=postal_code, no_fixed_abode=True)
        line = f"{self.chance.randint(1, 9999)} {self.chance.choice(STREETS)}"
        return Address(use=AddressUse.HOME, lines=(line,), city="Miami", state="FL", postal_code=postal_code)

    def _phone(self) -> ContactPoint:
        permitted = (Channel.CALL, Channel.SMS) if self.chance.random() < 0.8 else ()  # noqa: PLR2004 - most, not all
        number = f"305-555-{self.made % 10_000:04}"
        return ContactPoint(system=ContactSystem.PHONE, value=number, use=ContactUse.MOBILE, permitted=permitted)
