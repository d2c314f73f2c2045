"""Writes a plan that was read, or to be issued, in the forms people and programs use."""
