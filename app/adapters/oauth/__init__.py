"""The OAuth 2.0 authorization server, by Authlib."""
