"""What is owed by whom and when: assignments of obligations to agencies, and the occurrences of the year."""
