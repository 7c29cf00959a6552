"""Who answers for which clients, how heavy that is, and how it is handed on."""
