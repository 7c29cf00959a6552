"""From the words of outside classifications to SDOHCC categories and sensitivity labels: one table, read by people."""

import re
from collections.abc import Iterable

from app.domain.codes import Category, Sensitivity
from app.domain.sensitivity.labelling import labels_of_names

# A category is given when its pattern is found in the name of a term; animals and exhibitions need no referral.
_CATEGORIES: dict[Category, str] = {
    Category.FOOD: r"food|meal|nutrition|pantr|soup kitchen|snap\b|wic\b|groceries|brown bag",
    Category.HOMELESSNESS: r"homeless|emergency shelter|transitional housing|transitional shelter|runaway",
    Category.HOUSING_INSTABILITY: r"housing|rent (?:payment|assist)|rental|evict|mortgage|foreclos|tenant|landlord",
    Category.INADEQUATE_HOUSING: r"home (?:repair|improvement|rehab|barrier)|weatheriz|lead paint|housing code",
    Category.TRANSPORTATION: r"transport|bus fare|ride ?shar|paratransit|mobility management|gas money",
    Category.UTILITIES: r"utilit|electric (?:bill|service)|energy assist|water bill|heating fuel"
    r"|telephone service assist",
    Category.FINANCIAL: r"financial (?:assist|educat|counsel|literacy)|income support|cash assist|tanf\b|public assist"
    r"|tax preparation|budget|debt|credit counsel|social security|unemployment insur|money management",
    Category.MATERIAL_HARDSHIP: r"cloth|furniture|diaper|household goods|thrift"
    r"|personal (?:care|grooming) (?:item|need|suppl)|school suppl|toy|material goods|blanket",
    Category.EMPLOYMENT: r"employ|job |job$|jobs|vocation|career|workforce|apprentic|occupation",
    Category.EDUCATION: r"\bged\b|high school equiv|adult (?:basic )?educat|literacy|tutor"
    r"|scholarship|head start|dropout",
    Category.VETERAN: r"veteran|military",
    Category.STRESS: r"stress|crisis (?:intervention|counsel)|suicide|mental health|counseling|psychiatr|bereave|grief",
    Category.SOCIAL_CONNECTION: r"friendly visit|companion|senior center|social club|support group"
    r"|reassurance|recreation|mentor|peer support|drop.?in center|adult day",
    Category.INTIMATE_PARTNER_VIOLENCE: r"domestic violence|family violence|spous\w+ abuse|intimate partner"
    r"|battered|dating violence",
    Category.ELDER_ABUSE: r"elder abuse|adult protect|dependent adult abuse",
    Category.HEALTH_LITERACY: r"health educat|wellness program|disease information",
    Category.HEALTH_INSURANCE: r"health insur|medicaid|medicare|insurance coverage|insurance information",
    Category.MEDICAL_COST: r"(?:prescription|medical|dental|health)\w*(?: \w+)? (?:expense|cost|bill|discount)"
    r"|free clinic|indigent",
    Category.DIGITAL_LITERACY: r"computer (?:literacy|class|training|and)|digital literacy",
    Category.DIGITAL_ACCESS: r"internet|computer distribution|broadband",
    Category.INCARCERATION: r"ex-?offender|re-?entry|inmate|prison|correctional|probation|parole|incarcerat",
    Category.LANGUAGE_ACCESS: r"interpret|translation|english as a second|\besl\b|english language",
}
_CATEGORY_PATTERNS = {category: re.compile(pattern, re.IGNORECASE) for category, pattern in _CATEGORIES.items()}
_NOT_PEOPLE = re.compile(r"animal|\bpet\b|pets\b|wildlife|museum|exhibit", re.IGNORECASE)


def categories_of(names: Iterable[str]) -> tuple[Category, ...]:
    """Return the needs that terms of these names answer."""
    for_people = [name for name in names if not _NOT_PEOPLE.search(name)]
    return tuple(
        category for category, pattern in _CATEGORY_PATTERNS.items() if any(pattern.search(name) for name in for_people)
    )


def labels_of(names: Iterable[str]) -> tuple[Sensitivity, ...]:
    """Return the labels that terms of these names bring."""
    found = labels_of_names(names)
    return tuple(label for label in Sensitivity if label in found)
