"""Questions about plans; dates come as arguments."""
