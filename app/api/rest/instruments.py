"""Instruments over REST."""

from typing import Annotated, Any

from fastapi import Path, Query
from starlette.responses import Response

from app.api.desks import AtDesk
from app.api.operations import Operations, PageOf
from app.api.pages import Paged
from app.api.preconditions import Expected
from app.api.rendering import answer, created
from app.api.rest.assessment_suggestions import cause_view, content_view
from app.api.rest.assessments import LanguageQuery
from app.api.rest.schemas.answers import coding_view, number_view, score_view
from app.api.rest.schemas.instruments import (
    InstrumentIn,
    InstrumentItemOut,
    InstrumentOut,
    InstrumentTrialIn,
    QuestionnaireOut,
    TrialOut,
)
from app.domain.assessments.instrument import Instrument, InstrumentStatus
from app.domain.assessments.scoring import Scoring
from app.ports.assessments import Published
from app.ports.transactions import Answer
from app.use_cases.assessments import instruments
from app.use_cases.assessments.instruments import Trial

PATH = "/v1/instruments"
operations = Operations("Instruments", PATH)
router = operations.router

Key = Annotated[str, Path(max_length=64, pattern="^[a-z0-9-]+$", examples=["phq-9"])]
Version = Annotated[str, Path(max_length=64, pattern="^[A-Za-z0-9.-]+$", examples=["1"])]
StatusQuery = Annotated[InstrumentStatus | None, Query(description="Only of this status.")]


@operations.get("", instruments.browse, answers=PageOf[InstrumentItemOut])
async def list_instruments(
    desk: AtDesk, page: Paged, status: StatusQuery = None, language: LanguageQuery = None
) -> Response:
    """List the instruments that can be asked: those that come with the service, and your network's own."""
    return await desk.answer(
        lambda found: page.answer(found, lambda each: _item(each, language)),
        instruments.browse,
        status=status,
        after=page.after,
        limit=page.limit,
    )


@operations.post("", instruments.publish, answers=InstrumentOut, status=201)
async def create_instrument(desk: AtDesk, instrument: InstrumentIn) -> Response:
    """Publish a version of an instrument for your network.

    What it asks and how it scores never changes once published; publish another version, under the same key. Only the
    agency that published the first may. Wrong places are told in `errors`.
    """
    return await desk.answer(_made, instruments.publish, instrument.draft())


@operations.post("/check", instruments.check, answers=TrialOut)
async def check_instrument(desk: AtDesk, trial: InstrumentTrialIn, language: LanguageQuery = None) -> Response:
    """Try an instrument without publishing it.

    Tells every wrong place, and what the sample answers would score and suggest.
    """
    return await desk.answer(lambda found: answer(_trial(found, language)), instruments.check, trial.trial())


@operations.get("/{key}", instruments.read, answers=InstrumentOut)
async def read_instrument(desk: AtDesk, key: Key, language: LanguageQuery = None) -> Response:
    """Read the newest active version of an instrument."""
    return await desk.answer(lambda found: _shown(found, language), instruments.read, key)


@operations.get("/{key}/versions", instruments.versions, answers=PageOf[InstrumentItemOut])
async def list_instrument_versions(desk: AtDesk, page: Paged, key: Key, language: LanguageQuery = None) -> Response:
    """List the versions of an instrument."""
    return await desk.answer(
        lambda found: page.answer(found, lambda each: _item(each, language)),
        instruments.versions,
        key,
        after=page.after,
        limit=page.limit,
    )


@operations.get("/{key}/versions/{version}", instruments.read, answers=InstrumentOut)
async def read_instrument_version(desk: AtDesk, key: Key, version: Version, language: LanguageQuery = None) -> Response:
    """Read one version of an instrument."""
    return await desk.answer(lambda found: _shown(found, language), instruments.read, key, version)


@operations.get("/{key}/versions/{version}/questionnaire", instruments.read, answers=QuestionnaireOut)
async def read_instrument_questionnaire(desk: AtDesk, key: Key, version: Version) -> Response:
    """Read what an instrument asks, as a FHIR R4 Questionnaire, in all its languages."""
    return await desk.answer(_questionnaire, instruments.read, key, version)


@operations.post("/{key}/versions/{version}/retire", instruments.retire, answers=InstrumentOut)
async def retire_instrument(desk: AtDesk, key: Key, version: Version, expected: Expected) -> Response:
    """Let no new assessment begin with a version; those begun are finished with it."""
    return await desk.answer(_shown, instruments.retire, key, version, expected=expected)


def instrument_view(published: Published, language: str | None) -> dict[str, Any]:
    """Put an instrument into the words of `InstrumentOut`."""
    instrument = published.instrument
    return {
        **_item(published, language),
        "url": instrument.url,
        "description": instrument.description.said(language) if instrument.description else None,
        "publisher": instrument.publisher,
        "copyright": instrument.copyright.said(language) if instrument.copyright else None,
        "codes": [coding_view(coding) for coding in instrument.codes],
        "questions": _questions(instrument),
        "scores": [_scoring(scoring, language) for scoring in instrument.measures.scores],
        "created_at": published.own.created_at if published.own else None,
    }


def _item(published: Published, language: str | None) -> dict[str, Any]:
    instrument = published.instrument
    return {
        "key": instrument.key,
        "version": instrument.version,
        "title": instrument.title.said(language),
        "status": published.status,
        "languages": instrument.languages,
        "agency_id": published.own.agency if published.own else None,
    }


def _scoring(scoring: Scoring, language: str | None) -> dict[str, Any]:
    return {
        "score": scoring.key,
        "label": scoring.label.said(language),
        "low": number_view(scoring.low),
        "high": number_view(scoring.high),
        "source": scoring.source,
        "bands": [
            {
                "band": band.key,
                "label": band.label.said(language),
                "low": number_view(band.low),
                "high": number_view(band.high),
            }
            for band in scoring.bands
        ],
    }


def _trial(trial: Trial, language: str | None) -> dict[str, Any]:
    return {
        "title": trial.instrument.title.said(language),
        "languages": trial.instrument.languages,
        "questions": _questions(trial.instrument),
        "faults": [{"pointer": fault.pointer, "message": fault.message} for fault in trial.faults.found],
        "scores": [score_view(score, language) for score in trial.findings.scores],
        "suggestions": [
            {
                "key": suggestion.key,
                "kind": suggestion.kind,
                "words": content_view(suggestion.content, language)["words"],
                "automatic": suggestion.automatic,
                "causes": [cause_view(cause, language) for cause in suggestion.causes],
            }
            for suggestion in trial.findings.suggestions
        ],
        "sensitivity": sorted(trial.findings.labels),
    }


def _questions(instrument: Instrument) -> int:
    return sum(item.asks for item in instrument.walk())


def _version(published: Published) -> int:
    return published.own.version if published.own else 1


def _shown(published: Published, language: str | None = None) -> Answer:
    return answer(instrument_view(published, language), version=_version(published))


def _made(published: Published) -> Answer:
    location = f"{PATH}/{published.instrument.key}/versions/{published.instrument.version}"
    return created(instrument_view(published, None), version=_version(published), location=location)


def _questionnaire(published: Published) -> Answer:
    return answer(published.edition.definition.questionnaire, version=_version(published))
