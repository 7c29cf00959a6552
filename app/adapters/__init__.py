"""The outside world behind the ports: one package per technology, none importing another."""
