"""The audit log as mathematics and words: its tree, its proofs, its signed checkpoints, and how it is examined."""
