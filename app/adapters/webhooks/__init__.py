"""Standard Webhooks: signing and sending."""
