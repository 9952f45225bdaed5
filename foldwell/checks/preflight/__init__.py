"""Preflight: a PDF file for the print shop comes in, ours or not; findings go out, each with rule, page and place."""

from foldwell.checks.preflight.findings import Finding, Limits, Place, Report, length
from foldwell.checks.preflight.judge import preflight

__all__ = ["Finding", "Limits", "Place", "Report", "length", "preflight"]
