"""A build that is killed at any moment leaves whole files, and the next build is right."""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from hashlib import sha256
from pathlib import Path

import pytest
from workspaces import brochure, make_workspace, text_block

from foldwell.cli import main
from foldwell.commands.shared import DONE

NAMES = tuple(f"sheet-{number}" for number in range(6))
MOMENTS = 50
VERSIONS = ("Drink water.", "Rest a while, and drink a glass of water then.")


def furnish(shop: Path, version: int) -> None:
    """All brochures in one of their versions."""
    for name in NAMES:
        text = brochure(text_block(f"{VERSIONS[version]} This is {name}."))
        (shop / "brochures" / f"{name}.en.yaml").write_text(text, encoding="utf-8")


def standing(shop: Path) -> dict[str, str]:
    """The SHA-256 of each finished file."""
    return {path.name: sha256(path.read_bytes()).hexdigest() for path in (shop / "out").rglob("*.pdf")}


def build(shop: Path, *words: str) -> int:
    return main(["build", "--jobs", "2", "--workspace", str(shop), *words])


def begun(shop: Path) -> int:
    """A build in a process of its own, which begins as a copy of this one."""
    child = os.fork()
    if child == 0:
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 1)
        os.dup2(silence, 2)
        os._exit(build(shop))
    return child


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a process does not begin as a copy of another")
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")  # the copy only builds
def test_killed_at_fifty_random_moments(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    shop = make_workspace(tmp_path / "shop", **dict.fromkeys(NAMES, brochure(text_block("Wait."))))
    whole = []
    for version in range(len(VERSIONS)):
        furnish(shop, version)
        assert build(shop) == DONE
        whole.append(standing(shop))
    assert all(one != other for one, other in zip(whole[0].values(), whole[1].values(), strict=True))

    furnish(shop, 0)
    start = time.perf_counter()
    assert os.waitpid(begun(shop), 0)[1] == 0
    seconds = time.perf_counter() - start

    dice, killed, between, number = random.Random(5), 0, 0, 0  # noqa: S311  # no secret
    while killed < MOMENTS:
        number += 1
        assert number < 4 * MOMENTS, "most builds ended before they could be killed"
        version = number % 2
        furnish(shop, version)
        child = begun(shop)
        time.sleep(dice.uniform(0, seconds))
        os.kill(child, signal.SIGKILL)
        killed += os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
        left = standing(shop)
        assert all(digest in (whole[0][name], whole[1][name]) for name, digest in left.items())
        between += left not in whole
        capfd.readouterr()
        assert build(shop) == DONE, capfd.readouterr().err
        assert standing(shop) == whole[version]
        assert main(["verify", "--workspace", str(shop)]) == DONE
    assert between > 0, "no build was killed between its first file and its last"
