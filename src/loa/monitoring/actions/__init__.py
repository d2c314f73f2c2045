"""What is done: laying plans on agencies and days, making and revoking calendar links."""
