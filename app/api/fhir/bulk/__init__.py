"""Bulk Data Access (HL7 IG 2.0): exports and imports that take longer than a request."""
