"""Instruments and what is answered to them: questions, scores, and the needs, goals and tasks that they suggest."""
