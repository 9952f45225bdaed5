"""The Makefile's way to a Python, with a PATH of our own making: only what is put there can be found."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from msgspec import Struct

ROOT = Path(__file__).parents[1]
TOOLS = ("sh", "make", "id", "touch", "rm", "mkdir", "chmod", "cat")

# The real interpreter, made to look older than it is, or as if a module had not been installed.
DISGUISED = """\
#!/bin/sh
exec {python} -S -c '
import sys
sys.version_info = {version}
for name in {lacks}:
    sys.modules[name] = None
exec(sys.argv[1])' "$2"
"""

# Answers the question whether it will do, and makes a "virtual environment" whose python writes down what it is asked.
WHOLE = """\
#!/bin/sh
[ "$1" = -c ] && exit 0
mkdir -p .venv/bin
printf '#!/bin/sh\\necho "$*" >> asked.txt\\n' > .venv/bin/python
echo "{name} $*" >> asked.txt
chmod +x .venv/bin/python
"""


class Machine(Struct, frozen=True):
    """A folder with the Makefile, and a PATH with nothing but chosen programs."""

    folder: Path
    programs: Path

    def install(self, name: str, script: str = "#!/bin/sh\nexit 1\n") -> None:
        program = self.programs / name
        program.write_text(script, encoding="utf-8")
        program.chmod(0o755)

    def disguised(self, name: str, version: tuple[int, int], lacks: tuple[str, ...] = ()) -> None:
        self.install(name, DISGUISED.format(python=sys.executable, version=version, lacks=json.dumps(lacks)))

    def make(self, *targets: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["make", *targets],
            cwd=self.folder,
            env={"PATH": str(self.programs), "LC_ALL": "C.UTF-8"},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def asked(self) -> list[str]:
        """What the pythons were asked to do since the last look."""
        notes = self.folder / "asked.txt"
        lines = notes.read_text(encoding="utf-8").splitlines() if notes.exists() else []
        notes.unlink(missing_ok=True)
        return lines


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    if shutil.which("make") is None:
        pytest.skip("make is not installed")
    folder, programs = tmp_path / "a folder", tmp_path / "bin"
    folder.mkdir()
    programs.mkdir()
    for tool in TOOLS:
        (programs / tool).symlink_to(shutil.which(tool) or f"/bin/{tool}")
    for name in ("Makefile", "pyproject.toml"):
        shutil.copy(ROOT / name, folder / name)
    return Machine(folder, programs)


@pytest.mark.parametrize(
    ("manager", "line"),
    [
        ("apt-get", "apt-get install -y python3-venv"),
        ("dnf", "dnf install -y python3.12"),
        ("pacman", "pacman -Sy --needed python"),
        ("apk", "apk add python3"),
        ("brew", "brew install python@3.13"),
        (None, "https://www.python.org/downloads/"),
    ],
)
def test_without_any_python_it_says_how_to_get_one(machine: Machine, manager: str | None, line: str) -> None:
    if manager:
        machine.install(manager)
    done = machine.make("brochures")
    assert done.returncode == 2
    assert line in done.stderr
    assert len([shown for shown in done.stderr.splitlines() if shown.startswith("    ")]) == 1
    assert not (machine.folder / ".venv").exists()


@pytest.mark.parametrize("lacks", ["ensurepip", "venv"])
def test_a_python_without_venv_is_completed_by_its_own_package(machine: Machine, lacks: str) -> None:
    machine.install("apt-get")
    machine.disguised("python3", (3, 12), (lacks,))
    assert "apt-get install -y python3-venv" in machine.make("brochures").stderr
    machine.disguised("python3.13", (3, 13), (lacks,))
    assert "apt-get install -y python3.13-venv" in machine.make("brochures").stderr


def test_with_an_old_python_the_newest_that_apt_knows_is_named(machine: Machine) -> None:
    machine.install("apt-get")
    machine.install("apt-cache", '#!/bin/sh\n[ "$2" = python3.12-venv ] || [ "$2" = python3-venv ]\n')
    machine.disguised("python3", (3, 10))
    assert "apt-get install -y python3.12-venv" in machine.make("brochures").stderr


def test_the_user_is_asked_for_sudo_only_where_it_is_needed(machine: Machine) -> None:
    machine.install("apk")
    (machine.programs / "id").unlink()
    machine.install("id", "#!/bin/sh\necho 1000\n")
    assert "    sudo apk add python3" in machine.make("brochures").stderr.splitlines()
    machine.install("id", "#!/bin/sh\necho 0\n")
    assert "    apk add python3" in machine.make("brochures").stderr.splitlines()


def test_the_newest_python_that_will_do_is_taken(machine: Machine) -> None:
    machine.install("python3", WHOLE.format(name="python3"))
    machine.install("python3.12", WHOLE.format(name="python3.12"))
    machine.disguised("python3.13", (3, 13), ("ensurepip",))
    machine.install("python3.14", "#!/bin/sh\nexit 127\n")
    assert machine.make("brochures").returncode == 0
    assert machine.asked() == [
        "python3.12 -m venv --clear .venv",
        "-m pip --version",
        "-m pip install --quiet --disable-pip-version-check --editable .",
        "-m compileall -q foldwell",
        "render.py build",
    ]


def test_a_second_call_goes_straight_to_work_until_the_requirements_change(machine: Machine) -> None:
    machine.install("python3.14", WHOLE.format(name="python3.14"))
    assert machine.make("test").returncode == 0
    assert machine.asked()[-3:] == [
        "-m pip install --quiet --disable-pip-version-check --editable .[test]",
        "-m compileall -q foldwell",
        "-m pytest",
    ]
    assert machine.make("test").returncode == 0
    assert machine.asked() == ["-m pytest"]
    later = time.time() + 5
    os.utime(machine.folder / "pyproject.toml", (later, later))
    assert machine.make("test").returncode == 0
    assert len(machine.asked()) == 3


def test_gallery_writes_the_pictures_of_the_docs(machine: Machine) -> None:
    machine.install("python3.12", WHOLE.format(name="python3.12"))
    assert machine.make("gallery").returncode == 0
    assert machine.asked()[-1] == "render.py preview --gallery docs"


def test_check_runs_style_types_and_tests(machine: Machine) -> None:
    machine.install("python3.11", WHOLE.format(name="python3.11"))
    assert machine.make("check").returncode == 0
    assert machine.asked()[-4:] == ["-m ruff check", "-m ruff format --check", "-m mypy", "-m pytest"]


def test_clean_takes_away_what_was_made(machine: Machine) -> None:
    machine.install("python3.11", WHOLE.format(name="python3.11"))
    assert machine.make("brochures").returncode == 0
    (machine.folder / "out").mkdir()
    assert machine.make("clean").returncode == 0
    assert sorted(path.name for path in machine.folder.iterdir()) == ["Makefile", "asked.txt", "pyproject.toml"]
