# Sets what the guides need from the demo that `make run` serves: `DEMO=… . docs/guides/demo.sh`, with the path of
# demo.json that it printed. For a network of your own, set the same variables yourself.
eval "$(python3 - "$DEMO" <<'PYTHON'
import json, shlex, sys

demo = json.load(open(sys.argv[1], encoding="utf-8"))
print(f"export BASE={demo['base_url']} NETWORK={demo['network']}")
for name, agency, role in (
    ("SENDER", "Harbor Community Health", "case_manager"),
    ("SUPERVISOR", "Harbor Community Health", "supervisor"),
    ("PROVIDER", "Mangrove Food Bank", "intake"),
    ("PROVIDER_ADMIN", "Mangrove Food Bank", "agency_admin"),
    ("PRIVACY_OFFICER", demo["clients"][0]["agency"], "privacy_officer"),
    ("NETWORK_ADMIN", demo["clients"][0]["agency"], "network_admin"),
):
    found = next(one for one in demo["clients"] if (one["agency"], one["role"]) == (agency, role))
    values = {"ID": "client_id", "SECRET": "client_secret", "AGENCY": "agency_id"}
    print("export", *(f"{name}_{short}={shlex.quote(found[long])}" for short, long in values.items()))
PYTHON
)"

# Takes one member out of the JSON on its input: `pick handoffs.0.id`.
pick() {
  python3 -c '
import functools, json, sys
step = lambda found, name: found[int(name)] if isinstance(found, list) else found[name]
print(functools.reduce(step, sys.argv[1].split("."), json.load(sys.stdin)))' "$1"
}

# Gets an access token: `token_of "$SENDER_ID" "$SENDER_SECRET"`.
token_of() {
  curl -sS --fail-with-body -u "$1:$2" -d grant_type=client_credentials "$BASE/oauth/token" | pick access_token
}

# Sends a request with a token and stops at the first refusal: `as "$SENDER_TOKEN" /v1/referrals`.
as() {
  local token=$1 path=$2
  shift 2
  curl -sS --fail-with-body -H "Authorization: Bearer $token" -H 'Content-Type: application/json' "$@" "$BASE$path"
}
