"""Resources taken out and in by the thousand: what was asked for, and how far it has come."""
