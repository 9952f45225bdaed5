"""What all tests share: this folder on the import path (for `judges` and `workspaces`), the same hypothesis examples
each time, and one workspace in which each edition is made once."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings
from workspaces import Bench, furnish, make_workspace

if TYPE_CHECKING:  # it lies beside the tests of printing, which alone use it
    from ipp_printers import Printers

os.environ["FOLDWELL_TODAY"] = "2026-11-22"  # when the test data was written: what is due for review never changes

# The machine may be busy, so no example has a deadline; what is found once is found again, here and in CI.
settings.register_profile("foldwell", deadline=None, derandomize=True, database=None)
settings.load_profile("foldwell")


@pytest.fixture(scope="session")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """The repository's brochure, the one with every kind of block, and the Arabic one, ready to be made."""
    root = make_workspace(tmp_path_factory.mktemp("workspace") / "shop")
    furnish(root)
    return Bench(root)


@pytest.fixture(scope="session")
def printers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Printers]:
    """Starts printers on loopback, which takes a second; ends them when the last test is over."""
    from ipp_printers import printers_in

    with printers_in(tmp_path_factory.mktemp("printers")) as found:
        yield found
