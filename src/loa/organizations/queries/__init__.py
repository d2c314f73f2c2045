"""Questions about agencies and people, each asked as of a day."""
