"""By which rule a resource is read: always that of the thing which it tells of."""

from enum import StrEnum


class ResourceReading(StrEnum):
    """Who reads a resource.

    `record`: by the rule of sight, like every piece of a client's record. `parties`: the agencies that have a part in
    it, and beside them only the network's people, who need the client's consent for what bears a label. `paper`: as
    consents and the papers of proxies are read: by who recorded it and who serves the client, and one that bears a
    label by the parties that it names.
    `client`: whoever sees the client, and who does not see it whole is shown the other face. `network`: every agency
    of the network, as the directory and reference data are read. `own`: the agency that answers for it.
    """

    RECORD = "record"
    PARTIES = "parties"
    PAPER = "paper"
    CLIENT = "client"
    NETWORK = "network"
    OWN = "own"


OF_HANDOFF = ("ServiceRequest", "Task")
"""What a handoff is told as, under its own id."""
