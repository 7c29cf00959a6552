"""Care as it is planned and given: needs, goals, plans, teams, appointments and to-dos."""
