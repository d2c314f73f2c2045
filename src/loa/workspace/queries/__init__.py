"""What the desk shows, each question on its own."""
