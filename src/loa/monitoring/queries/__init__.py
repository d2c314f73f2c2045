"""Questions about what is owed by whom and when. Days are arguments; each function has a fixed number of queries."""
