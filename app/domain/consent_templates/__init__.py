"""Forms of consent that a network has agreed on."""
