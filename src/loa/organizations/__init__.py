"""Agencies with their names, tiers and relations over time, their successions, people, posts and who may do what."""
