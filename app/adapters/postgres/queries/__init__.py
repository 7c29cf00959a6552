"""Read models: one indexed statement per question."""
