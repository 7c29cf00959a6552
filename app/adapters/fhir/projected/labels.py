"""Writes what a resource bears as labels into its meta: codes of HL7 Data Segmentation, confidentiality, the notice.

https://hl7.org/fhir/R4/security-labels.html
"""

from collections.abc import Collection, Mapping

from app.adapters.fhir.projected.values import TERMINOLOGY, Json
from app.domain.codes import Sensitivity
from app.domain.sensitivity.notices import notices_for

ACT_CODE = f"{TERMINOLOGY}v3-ActCode"
CONFIDENTIALITY = f"{TERMINOLOGY}v3-Confidentiality"
OBSERVATION_VALUE = f"{TERMINOLOGY}v3-ObservationValue"
REDACTED = "REDACTED"
CODES: Mapping[Sensitivity, tuple[str, ...]] = {
    Sensitivity.SUD: ("ETH", "SUD"),
    Sensitivity.MH: ("PSY",),
    Sensitivity.HIV: ("HIV",),
    Sensitivity.SDV: ("SDV",),
    Sensitivity.STD: ("STD",),
}
_VERY_RESTRICTED = frozenset({Sensitivity.SUD, Sensitivity.SDV})
_DISPLAYS = {"N": "normal", "R": "restricted", "V": "very restricted"}


def meta(
    labels: Collection[Sensitivity] = (),
    profiles: Collection[str] = (),
    *,
    restricted: bool = False,
    redacted: bool = False,
    unnamed: bool = False,
) -> Json:
    """Write meta: profiles, labels and the notice of 42 CFR part 2.

    `unnamed` leaves the labels' names out, where they would tell more than the reader is told.
    """
    named = () if unnamed else sorted(labels)
    security = [_confidentiality(labels, restricted=restricted)]
    security += [{"system": ACT_CODE, "code": code} for label in named for code in CODES[label]]
    notices = notices_for(named)
    if notices:
        security.append({"system": ACT_CODE, "code": "NORDSCLCD"})
    if redacted:
        security.append({"system": OBSERVATION_VALUE, "code": REDACTED, "display": "redacted"})
    tags = [{"system": ACT_CODE, "code": each.code.value, "display": each.text} for each in notices]
    members: Json = {"profile": sorted(profiles), "security": security, "tag": tags}
    return {name: value for name, value in members.items() if value}


def _confidentiality(labels: Collection[Sensitivity], *, restricted: bool) -> Json:
    code = "V" if _VERY_RESTRICTED & set(labels) else "R" if labels or restricted else "N"
    return {"system": CONFIDENTIALITY, "code": code, "display": _DISPLAYS[code]}
