"""What agencies offer: services, locations, schedules, eligibility, capacity."""
