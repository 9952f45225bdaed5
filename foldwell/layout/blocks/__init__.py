"""Blocks: each kind of the story's blocks comes in, and slabs go out."""
