"""The lines that make run prints: a referral from send to completion, ready to be pasted into another terminal."""

from string import Template
from typing import Any

_LINES = Template("""\
Throughline serves a demo network on $base
  API reference   $base/docs
  GraphiQL        $base/graphql/ui
  all credentials $file
Stop it with Ctrl-C; started again, it is as you left it.

Two API clients, one on each side of a referral:
  sender    $sender_agency ($sender_role)
            id $sender_id
            secret $sender_secret
  provider  $provider_agency ($provider_role)
            id $provider_id
            secret $provider_secret

A referral from send to completion, to paste into another terminal:

  pick() { python3 -c "import json, sys; print(json.load(sys.stdin)$$1)"; }
  token() { curl -s -u "$$1:$$2" -d grant_type=client_credentials $base/oauth/token | pick '["access_token"]'; }
  ask() { curl -s -H "Authorization: Bearer $$1" "$base$$2"; }
  post() { curl -s -H "Authorization: Bearer $$1" -H 'Content-Type: application/json' -H 'If-Match: *' \\
    -d "$$3" "$base$$2"; }
  SENDER=$$(token $sender_id $sender_secret)
  PROVIDER=$$(token $provider_id $provider_secret)
  post $$SENDER /v1/referrals '{"client_id": "$client", "category": "$category",
    "handoffs": [{"service_id": "$service"}], "override_reason": "Trying it out.", "send": true}' > referral.json
  REFERRAL=$$(pick '["id"]' < referral.json) HANDOFF=$$(pick '["handoffs"][0]["id"]' < referral.json)
  ask $$PROVIDER '/v1/handoffs?to=me&state=sent'
  post $$PROVIDER /v1/handoffs/$$HANDOFF/accept '{}'
  post $$PROVIDER /v1/handoffs/$$HANDOFF/start '{}'
  post $$PROVIDER /v1/handoffs/$$HANDOFF/complete '{"outcome": {"result": "need_met"}}'
  post $$SENDER /v1/referrals/$$REFERRAL/complete '{"outcome": {"result": "need_met"}}'
  ask $$SENDER /v1/referrals/$$REFERRAL/history
""")


def script(document: dict[str, Any], file: object) -> str:
    """Write what to do with the demo that a `demo.json` tells of."""
    example = document["example"]
    sides = {side: _client(document, example[side]) for side in ("sender", "provider")}
    parts = {f"{side}_{name}": client[name] for side, client in sides.items() for name in ("agency", "role")}
    parts |= {f"{side}_id": client["client_id"] for side, client in sides.items()}
    parts |= {f"{side}_secret": client["client_secret"] for side, client in sides.items()}
    return _LINES.substitute(
        parts,
        base=document["base_url"],
        file=file,
        client=example["client"],
        category=example["category"],
        service=example["service"],
    )


def _client(document: dict[str, Any], client_id: str) -> dict[str, Any]:
    found: dict[str, Any] = next(client for client in document["clients"] if client["client_id"] == client_id)
    return found
