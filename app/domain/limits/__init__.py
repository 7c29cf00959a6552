"""How much a program, an agency or an address may ask for, so that nobody takes the service away from the others."""
