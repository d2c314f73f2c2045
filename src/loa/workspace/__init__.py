"""The officers' desk: for each role the page that says what must be done now."""
