"""Template tags of the pages of this room."""
