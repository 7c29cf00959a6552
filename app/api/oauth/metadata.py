"""RFC 8414 and SMART App Launch 2.2: what the OAuth door offers, said only where it is true.

There is no authorization_code grant here yet, so there is no OpenID discovery and no authorization endpoint.
"""

from typing import Any

METHODS = ["client_secret_basic", "private_key_jwt"]
ALGORITHMS = ["ES384", "RS384", "PS256", "ES256", "EdDSA"]
RESOURCES = (
    "AuditEvent",
    "Consent",
    "Device",
    "HealthcareService",
    "Location",
    "Organization",
    "Patient",
    "Practitioner",
    "ServiceRequest",
    "Subscription",
    "Task",
)
SCOPES = [f"system/{resource}.{letters}" for resource in ("*", *RESOURCES) for letters in ("cruds", "rs")]


def server_metadata(base_url: str) -> dict[str, Any]:
    """Describe the authorization server (RFC 8414, section 2)."""
    ways: dict[str, Any] = {}
    for endpoint, path in (("token", "token"), ("revocation", "revoke"), ("introspection", "introspect")):
        ways[f"{endpoint}_endpoint"] = f"{base_url}/oauth/{path}"
        ways[f"{endpoint}_endpoint_auth_methods_supported"] = METHODS
        ways[f"{endpoint}_endpoint_auth_signing_alg_values_supported"] = ALGORITHMS
    return {
        "issuer": base_url,
        **ways,
        "jwks_uri": f"{base_url}/oauth/jwks",
        "grant_types_supported": ["client_credentials"],
        "response_types_supported": [],
        "scopes_supported": SCOPES,
        "service_documentation": f"{base_url}/docs",
    }


def smart_configuration(base_url: str) -> dict[str, Any]:
    """Describe the same to SMART Backend Services."""
    return {
        **server_metadata(base_url),
        "capabilities": [
            "client-confidential-asymmetric",
            "client-confidential-symmetric",
            "permission-v1",
            "permission-v2",
        ],
    }
