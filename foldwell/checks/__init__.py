"""Checks: questions asked of content and of finished PDFs; complaints go out."""
