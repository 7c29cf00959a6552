"""Resources by the thousand: put out and taken in by the worker, step by step."""
