"""Reads a plan document: `read(path_or_bytes) -> PlanDraft`. Pure Python, usable alone as a library."""
