"""Networks, their agencies, workers, roles and scopes: who takes part and what each may do."""
