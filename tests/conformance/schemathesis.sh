#!/usr/bin/env bash
# Sends generated requests, good and bad, to every operation, and holds each answer against the document: first with
# generated ids, then with things that are there, last to what could end the caller's own access.
set -euo pipefail

here=tests/conformance
: "${SCHEMATHESIS_SECONDS:=240}"
ending='^(suspendAgency|revokeApiClient|rotateApiClientSecret)$'
raw='^attachConsentDocument$'  # a PDF or a picture: the tool can write none
named='\{(handoff|referral)_id\}'
with_prepared="$(mktemp --suffix=.toml)"
trap 'rm -f "$with_prepared"' EXIT
{ cat "$here/schemathesis.toml"; printf '%s' "$PREPARED"; } > "$with_prepared"

try() {
  local config=$1 seconds=$2
  shift 2
  .venv/bin/schemathesis --config-file "$config" run openapi/openapi.json \
    --url "$BASE_URL" --header "Authorization: Bearer $TOKEN" --max-time "$seconds" \
    --checks all --workers 1 --seed 1 --request-timeout 20 --warnings off --no-color "$@"
}

# Not the stateful phase: in this version it fails inside, before it sends anything, on a document of this size.
try "$here/schemathesis.toml" "$SCHEMATHESIS_SECONDS" --phases examples,coverage,fuzzing \
  --exclude-operation-id-regex "$ending|$raw"
try "$with_prepared" $((SCHEMATHESIS_SECONDS / 2)) --phases examples,coverage,fuzzing --include-path-regex "$named"
try "$here/schemathesis.toml" 20 --include-operation-id-regex "$ending"
