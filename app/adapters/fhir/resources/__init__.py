"""Pure translators between resources and the domain's words."""
