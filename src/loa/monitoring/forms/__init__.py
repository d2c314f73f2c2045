"""The forms of the room, matter by matter."""
