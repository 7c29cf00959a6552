"""What the core needs from the outside, as protocols in the core's own words."""
