#!/usr/bin/env bash
# Sends generated requests, good and bad, to every operation, and holds each answer against the document.
set -euo pipefail
exec .venv/bin/schemathesis --config-file tests/conformance/schemathesis.toml run openapi/openapi.json \
  --url "$BASE_URL" --header "Authorization: Bearer $TOKEN" \
  --checks all --workers 2 --seed 1 --max-time "${SCHEMATHESIS_SECONDS:-240}" \
  --request-timeout 20 --no-color "$@"
