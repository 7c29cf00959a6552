"""What a client says of herself or himself, in codes that can be counted and words that were chosen."""

from dataclasses import dataclass
from enum import StrEnum

from app.domain.faults import Faults, is_language


class AdministrativeSex(StrEnum):
    """FHIR administrative-gender."""

    MALE = "male"
    FEMALE = "female"
    OTHER = "other"
    UNKNOWN = "unknown"


class GenderIdentity(StrEnum):
    """How somebody sees her or his own gender; `gender_identity_text` holds the person's own word."""

    WOMAN = "woman"
    MAN = "man"
    TRANSGENDER_WOMAN = "transgender_woman"
    TRANSGENDER_MAN = "transgender_man"
    NON_BINARY = "non_binary"
    TWO_SPIRIT = "two_spirit"
    QUESTIONING = "questioning"
    OTHER = "other"
    DECLINED = "declined"


class Race(StrEnum):
    """OMB race categories in CDC codes (MENA after the 2024 revision); UNK is unknown, ASKU asked and not answered."""

    AMERICAN_INDIAN_OR_ALASKA_NATIVE = "1002-5"
    ASIAN = "2028-9"
    BLACK_OR_AFRICAN_AMERICAN = "2054-5"
    NATIVE_HAWAIIAN_OR_PACIFIC_ISLANDER = "2076-8"
    WHITE = "2106-3"
    MIDDLE_EASTERN_OR_NORTH_AFRICAN = "2118-8"
    OTHER = "2131-1"
    UNKNOWN = "UNK"
    DECLINED = "ASKU"


class Ethnicity(StrEnum):
    """OMB ethnicity categories in CDC codes."""

    HISPANIC_OR_LATINO = "2135-2"
    NOT_HISPANIC_OR_LATINO = "2186-5"
    UNKNOWN = "UNK"
    DECLINED = "ASKU"


class Accessibility(StrEnum):
    """What somebody needs in order to come, to understand and to be understood; tells nothing of who it is."""

    WHEELCHAIR = "wheelchair"
    STEP_FREE = "step_free"
    SIGN_LANGUAGE = "sign_language"
    HEARING_LOOP = "hearing_loop"
    LARGE_PRINT = "large_print"
    BRAILLE = "braille"
    SCREEN_READER = "screen_reader"
    PLAIN_LANGUAGE = "plain_language"
    QUIET_SPACE = "quiet_space"
    SERVICE_ANIMAL = "service_animal"
    COMPANION = "companion"
    HOME_VISIT = "home_visit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """A language as BCP-47 tag; at most one is preferred."""

    tag: str
    preferred: bool = False
    interpreter: bool = False

    def check(self, faults: Faults, pointer: str) -> None:
        """Note what is wrong with the language."""
        faults.require(is_language(self.tag), f"{pointer}/tag", "must be a BCP-47 language tag such as es or zh-Hant")


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """Something that everybody who meets the client should know first."""

    text: str

    def check(self, faults: Faults, pointer: str) -> None:
        """Note what is wrong with the alert."""
        faults.text(self.text, f"{pointer}/text", most=500)
