#!/usr/bin/env bash
# Sends generated requests, good and bad, to every operation, and holds each answer against the document.
# What could end the caller's own access comes last, so that everything before it is reached.
set -euo pipefail

ending=(--include-operation-id suspendAgency --include-operation-id revokeApiClient --include-operation-id rotateApiClientSecret)
config=tests/conformance/schemathesis.toml

try() {
  .venv/bin/schemathesis --config-file "$config" run openapi/openapi.json \
    --url "$BASE_URL" --header "Authorization: Bearer $TOKEN" \
    --checks all --workers 2 --seed 1 --request-timeout 20 --no-color "$@"
}

try "${ending[@]/include/exclude}" --max-time "$SCHEMATHESIS_SECONDS"
try "${ending[@]}" --max-time 20
