"""The pages of the room. They hold no rules."""
