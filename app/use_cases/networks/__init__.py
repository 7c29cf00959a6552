"""What a network is made of: its agencies, workers and API clients, and what they may use of the service."""
