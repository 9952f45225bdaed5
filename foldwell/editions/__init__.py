"""Editions: a workspace comes in; which PDFs it makes, and the finished files, go out."""
