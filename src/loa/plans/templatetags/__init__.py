"""Small pieces of the pages of plans."""
