"""Why somebody may see what: emergency access, the rule of sight, and the explanation of both."""
