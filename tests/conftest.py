"""What all tests share: this folder on the import path (for `judges`), and the same hypothesis examples each time."""

from __future__ import annotations

from hypothesis import settings

# The machine may be busy, so no example has a deadline; what is found once is found again, here and in CI.
settings.register_profile("foldwell", deadline=None, derandomize=True, database=None)
settings.load_profile("foldwell")
