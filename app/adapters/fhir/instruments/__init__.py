"""The instruments that come with the software, and the language in which scores and rules are written."""
