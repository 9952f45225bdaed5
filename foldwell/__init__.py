"""Foldwell turns YAML content blocks into printed brochures and handouts for a clinic."""

from foldwell.loading import FOR_ALL, collect_rarely, doing_without, load_when_used

__version__ = "0.1.0"

collect_rarely()
with doing_without("typing_extensions"):  # msgspec asks for it, and it loads all by which Python explains itself
    load_when_used(FOR_ALL)
