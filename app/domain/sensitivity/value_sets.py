"""The value sets behind the labels, each with its source, as data that a person can read and correct.

The layout follows the sensitivity value sets of SAMHSA's Consent2Share (VSAC 2.16.840.1.113762.1.4.1142.*): what is
about a protected topic wherever it stands, diagnosis, finding, test or drug. Nicotine is left out, as it is there.
"""

from dataclasses import dataclass

from app.domain.codes import Sensitivity

SNOMED_CT = "http://snomed.info/sct"
ICD_10_CM = "http://hl7.org/fhir/sid/icd-10-cm"
LOINC = "http://loinc.org"
RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"
TAXONOMY_211 = "211 taxonomy"
"""The names under which directories tell of it are many: `labelling.system_of` knows them."""

_ICD = "ICD-10-CM tabular list, FY 2026"
_SNOMED = "SNOMED CT, US edition"
_LOINC_SOURCE = "LOINC 2.80, panels and their scores"
_RXNORM_SOURCE = "RxNorm, ingredients"
_TAXONOMY_SOURCE = "211 LA County Taxonomy of Human Services, sections B and R"


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueSet:
    """Codes of one vocabulary that bring a label: those that begin so, and single ones; `says` tells about what."""

    label: Sensitivity
    system: str
    says: str
    source: str
    prefixes: tuple[str, ...] = ()
    codes: frozenset[str] = frozenset()


_SUD = (
    ValueSet(
        label=Sensitivity.SUD,
        system=ICD_10_CM,
        says="disorders due to psychoactive substances but nicotine, their poisonings, sequels and counselling",
        source=_ICD,
        prefixes=(
            *("F10", "F11", "F12", "F13", "F14", "F15", "F16", "F18", "F19"),
            *("K70", "O99.31", "O99.32", "P04.4", "P96.1", "R78.0", "T40", "Z71.41", "Z71.42", "Z71.51", "Z71.52"),
        ),
    ),
    ValueSet(
        label=Sensitivity.SUD,
        system=SNOMED_CT,
        says="alcohol and drug abuse and dependence",
        source=_SNOMED,
        codes=frozenset(
            {
                "7200002",  # alcoholism
                "15167005",  # alcohol abuse
                "66590003",  # alcohol dependence
                "10939881000119105",  # unhealthy alcohol drinking behavior
                "24165007",  # alcoholism counseling
                "26416006",  # drug abuse
                "361055000",  # misuses drugs
                "191816009",  # drug dependence
                "5602001",  # opioid abuse
                "75544000",  # opioid dependence
                "31956009",  # cocaine dependence
                "55680006",  # drug overdose
            }
        ),
    ),
    ValueSet(
        label=Sensitivity.SUD,
        system=LOINC,
        says="screens for alcohol and drugs",
        source=_LOINC_SOURCE,
        codes=frozenset({"72109-2", "75626-2", "82666-9", "82667-7", "96841-2", "96843-8"}),
    ),
    ValueSet(
        label=Sensitivity.SUD,
        system=RXNORM,
        says="methadone, buprenorphine, disulfiram, acamprosate",
        source=_RXNORM_SOURCE,
        codes=frozenset({"6813", "1819", "3554", "82819"}),
    ),
    ValueSet(
        label=Sensitivity.SUD,
        system=TAXONOMY_211,
        says="substance use disorder services",
        source=_TAXONOMY_SOURCE,
        prefixes=("RX",),
    ),
)
_MH = (
    ValueSet(
        label=Sensitivity.MH,
        system=ICD_10_CM,
        says="psychoses, mood, anxiety, personality and behavioural disorders, self-harm",
        source=_ICD,
        prefixes=("F2", "F3", "F4", "F5", "F6", "F9", "R45.851", "T14.91", "Z91.5"),
    ),
    ValueSet(
        label=Sensitivity.MH,
        system=SNOMED_CT,
        says="mental disorders and suicidality",
        source=_SNOMED,
        codes=frozenset(
            {
                "74732009",  # mental disorder
                "35489007",  # depressive disorder
                "370143000",  # major depressive disorder
                "36923009",  # major depression, single episode
                "66344007",  # recurrent major depression
                "366979004",  # depressed mood
                "197480006",  # anxiety disorder
                "48694002",  # anxiety
                "80583007",  # severe anxiety (panic)
                "21897009",  # generalized anxiety disorder
                "47505003",  # posttraumatic stress disorder
                "13746004",  # bipolar disorder
                "58214004",  # schizophrenia
                "6471006",  # suicidal thoughts
                "82313006",  # suicide attempt
            }
        ),
    ),
    ValueSet(
        label=Sensitivity.MH,
        system=LOINC,
        says="screens for depression and anxiety",
        source=_LOINC_SOURCE,
        codes=frozenset({"44249-1", "44261-6", "44260-8", "55757-9", "55758-7", "69737-5", "70274-6"}),
    ),
    ValueSet(
        label=Sensitivity.MH,
        system=TAXONOMY_211,
        says="mental health assessment, treatment, facilities and support",
        source=_TAXONOMY_SOURCE,
        prefixes=("RD", "RF", "RM", "RP", "RR"),
    ),
)
_HIV = (
    ValueSet(
        label=Sensitivity.HIV,
        system=ICD_10_CM,
        says="HIV disease and status, exposure, counselling, in pregnancy too",
        source=_ICD,
        prefixes=("B20", "B97.35", "O98.7", "R75", "Z20.6", "Z21", "Z71.7"),
    ),
    ValueSet(
        label=Sensitivity.HIV,
        system=SNOMED_CT,
        says="infection with HIV, and AIDS",
        source=_SNOMED,
        codes=frozenset({"86406008", "165816005", "62479008", "91947003"}),
    ),
    ValueSet(
        label=Sensitivity.HIV,
        system=LOINC,
        says="tests for HIV and viral load",
        source="LOINC 2.80, class MICRO",
        codes=frozenset({"20447-9", "56888-1", "75622-1"}),
    ),
    ValueSet(
        label=Sensitivity.HIV,
        system=RXNORM,
        says="zidovudine, lamivudine",
        source=_RXNORM_SOURCE,
        codes=frozenset({"11413", "68244"}),
    ),
)
_SDV = (
    ValueSet(
        label=Sensitivity.SDV,
        system=ICD_10_CM,
        says="abuse, confirmed, suspected, examined or in the past, and who did it",
        source=_ICD,
        prefixes=("T74", "T76", "Y07", "Z04.4", "Z04.7", "Z69", "Z62.81", "Z91.41"),
    ),
    ValueSet(
        label=Sensitivity.SDV,
        system=SNOMED_CT,
        says="abuse by a partner",
        source=_SNOMED,
        codes=frozenset({"706893006", "866148006"}),
    ),
    ValueSet(
        label=Sensitivity.SDV,
        system=LOINC,
        says="screens for violence (HARK)",
        source=_LOINC_SOURCE,
        codes=frozenset({"76499-3", "76501-6", "76504-0"}),
    ),
    ValueSet(
        label=Sensitivity.SDV,
        system=TAXONOMY_211,
        says="shelters from domestic violence, and hotlines",
        source=_TAXONOMY_SOURCE,
        prefixes=("BH-1800.1500-100", "RP-1500.1400-200"),
    ),
)
_STD = (
    ValueSet(
        label=Sensitivity.STD,
        system=ICD_10_CM,
        says="infections with a predominantly sexual mode of transmission, contact with them and screening",
        source=_ICD,
        prefixes=("A5", "A60", "A61", "A62", "A63", "A64", "Z11.3", "Z20.2"),
    ),
    ValueSet(
        label=Sensitivity.STD,
        system=SNOMED_CT,
        says="sexually transmitted infections",
        source=_SNOMED,
        codes=frozenset({"8098009", "15628003", "76272004", "105629000", "33839006"}),
    ),
    ValueSet(
        label=Sensitivity.STD,
        system=LOINC,
        says="tests for syphilis, chlamydia and gonorrhoea",
        source="LOINC 2.80, class MICRO",
        codes=frozenset({"5292-8", "20507-0", "21613-5", "24111-7"}),
    ),
)
VALUE_SETS: tuple[ValueSet, ...] = (*_SUD, *_MH, *_HIV, *_SDV, *_STD)

WORDS: dict[Sensitivity, str] = {
    Sensitivity.SUD: r"substance (?:abuse|use)|alcohol|drug (?:abuse|addict|treat|depend|rehab|court)"
    r"|detox|opioid|methadone|sober|addiction|narcotic",
    Sensitivity.MH: r"mental health|mental illness|psychiatr|psycholog|suicide",
    Sensitivity.HIV: r"\bhiv\b|\baids\b",
    Sensitivity.SDV: r"domestic violence|family violence|sexual (?:assault|abuse|violence)|spous\w+ abuse|rape|battered"
    r"|human trafficking|dating violence|incest",
    Sensitivity.STD: r"sexually transmitted|\bstds?\b|venereal|syphilis",
}
"""Names of services in the taxonomies of directories, whose codes differ from place to place."""
