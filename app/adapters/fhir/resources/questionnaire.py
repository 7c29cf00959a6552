"""From a FHIR R4 Questionnaire to an instrument and back; what the instrument names is never lost on the way.

https://hl7.org/fhir/R4/questionnaire.html
"""

from typing import Any

from app.adapters.fhir.resources.choices import read_coding, write_coding
from app.adapters.fhir.resources.elements import Element
from app.adapters.fhir.resources.questionnaire_items import Reading, write_item
from app.adapters.fhir.resources.translations import read_words, write_words
from app.domain.assessments.instrument import Instrument, InstrumentStatus
from app.domain.assessments.words import DEFAULT_LANGUAGE, Words
from app.domain.faults import NAME_LENGTH, URL_LENGTH, is_language
from app.ports.imports import Severity

Json = dict[str, Any]


def read_questionnaire(resource: Element, key: str, version: str, places: dict[int, str] | None = None) -> Instrument:
    """Read what can be read; every other place is remarked on. `places` collects where each item stood."""
    language = _language(resource)
    reading = Reading(language, _value_sets(resource), {} if places is None else places)
    name = resource.text("name", NAME_LENGTH)
    return Instrument(
        key=key,
        version=version,
        title=read_words(resource, "title", language) or Words.plain(name or key, language),
        status=_status(resource),
        items=reading.items(resource),
        url=resource.text("url", URL_LENGTH),
        name=name,
        language=language,
        codes=tuple(code for each in resource.elements("code") if (code := read_coding(each))),
        description=read_words(resource, "description", language),
        purpose=read_words(resource, "purpose", language),
        copyright=read_words(resource, "copyright", language),
        publisher=resource.text("publisher", NAME_LENGTH),
        dated=resource.partial_date("date"),
    )


def write_questionnaire(instrument: Instrument) -> Json:
    """Write an instrument."""
    members: Json = {"resourceType": "Questionnaire", "language": instrument.language, "url": instrument.url}
    members |= {"version": instrument.version, "name": instrument.name, **write_words("title", instrument.title)}
    members |= {"status": instrument.status.value, "date": str(instrument.dated) if instrument.dated else None}
    members |= {"publisher": instrument.publisher, **write_words("description", instrument.description)}
    members |= {**write_words("purpose", instrument.purpose), **write_words("copyright", instrument.copyright)}
    members["code"] = [write_coding(code) for code in instrument.codes]
    members["item"] = [write_item(item) for item in instrument.items]
    return {name: value for name, value in members.items() if value not in (None, [])}


def _language(resource: Element) -> str:
    tag = resource.text("language")
    if tag is not None and not is_language(tag):
        resource.left_out("language", "language", "This is no BCP-47 language.")
        return DEFAULT_LANGUAGE
    return tag or DEFAULT_LANGUAGE


def _status(resource: Element) -> InstrumentStatus:
    text = resource.text("status")
    try:
        return InstrumentStatus(text or "")
    except ValueError:
        resource.remark(Severity.REPAIRED, "code", "status", f"This must be one of {', '.join(InstrumentStatus)}.")
        return InstrumentStatus.UNKNOWN


def _value_sets(resource: Element) -> dict[str, tuple[Element, ...]]:
    found = {}
    for contained in resource.elements("contained"):
        own = contained.text("id")
        if contained.members.get("resourceType") == "ValueSet" and own is not None:
            found[f"#{own}"] = tuple(_concepts(contained))
    return found


def _concepts(value_set: Element) -> list[Element]:
    expanded = list(value_set.element("expansion").elements("contains"))
    if expanded:
        return expanded
    listed = []
    for include in value_set.element("compose").elements("include"):
        for concept in include.elements("concept"):
            members = {**concept.members, "system": include.members.get("system")}
            listed.append(Element(members, concept.path, concept.file, concept.line, concept.remarks))
    return listed
