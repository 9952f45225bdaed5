"""What all tests share: this folder on the import path (for `judges` and `workspaces`), the same hypothesis examples
each time, and one workspace in which each edition is made once."""

from __future__ import annotations

import pytest
from hypothesis import settings
from workspaces import Bench, furnish, make_workspace

# The machine may be busy, so no example has a deadline; what is found once is found again, here and in CI.
settings.register_profile("foldwell", deadline=None, derandomize=True, database=None)
settings.load_profile("foldwell")


@pytest.fixture(scope="session")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """The repository's brochure, the one with every kind of block, and the Arabic one, ready to be made."""
    root = make_workspace(tmp_path_factory.mktemp("workspace") / "shop")
    furnish(root)
    return Bench(root)
