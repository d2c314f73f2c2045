"""A year of the sample province: what its agencies did, late or in time, or not at all. Sample data throughout."""
