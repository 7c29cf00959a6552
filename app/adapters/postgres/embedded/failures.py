"""What can keep the embedded server from running, so that the command line can say it in one sentence."""


class EmbeddedServerFailed(Exception):
    """The embedded PostgreSQL cannot run here; the message says why and what to do."""
