"""Foldwell turns YAML content blocks into printed brochures and handouts for a clinic."""

__version__ = "0.1.0"
