"""Filled-in instruments, their scores, and what they suggest; an instrument is data, not code."""
