"""Covers: a title, a theme and a seed or a photograph come in, a panel's picture and words go out."""
