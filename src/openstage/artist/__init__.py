"""The artists: each draws the start and the end frame of a shot from its text."""
