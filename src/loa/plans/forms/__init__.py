"""What people enter about plans."""
