"""Loading: names of modules come in; each is loaded when something of it is first asked for, not where it is imported.
Garbage is looked for rarely meanwhile.

What Foldwell stands on imports more than Foldwell asks of it: Pillow for a file without photographs, all of HTTP and
TLS for the shape of a QR code, a disassembler of Python for the types of a record. A build that never needs them is
spared a tenth of its time. Python 3.15 has this built in (PEP 810); the standard library's LazyLoader loads as soon as
a second module imports the same name.
"""

from __future__ import annotations

import gc
import importlib
import sys
from _thread import RLock  # the one of `threading`, which is not loaded for it
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

# Before anything else of Foldwell is loaded.
FOR_ALL = (
    "ipaddress",  # pathlib, by way of urllib.parse
    "msgspec.inspect",
    "msgspec.json",  # we write JSON as the standard library does
)
# Before the machine is.
SELDOM = (
    "PIL.Image",  # ReportLab, for photographs
    "difflib",  # for complaints
    "mdurl",  # markdown-it, for addresses, which we take as they are written
    "pickle",  # ReportLab, as the next two
    "tempfile",
    "textwrap",
    "zipfile",  # importlib.metadata, for packages in archives
)
RARELY = (100_000, 20, 20)  # see gc.set_threshold


def collect_rarely() -> None:
    """Have Python look for cycles less often: an edition makes a hundred thousand values and hardly a cycle, and to
    look at all that is remembered, again and again, takes a quarter of the time. All else is freed at once anyway.

    Until the machine is loaded and a build begins, that makes no collection at all; with Python's own setting a fifth
    of a cold start goes there."""
    gc.set_threshold(*RARELY)


_one_at_a_time = RLock()  # a module that is loaded may ask for another that is waiting


class _Waiting(ModuleType):
    """Stands for a module that nobody has asked anything of yet, and afterwards hands on what is asked."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.__spec__ = ModuleSpec(name, None)  # what `find_spec` gives, to say that there is one

    def __getattr__(self, name: str) -> Any:
        """What the module has under this name. Raises ModuleNotFoundError where it is not installed."""
        with _one_at_a_time:
            if sys.modules.get(self.__name__) is self:
                del sys.modules[self.__name__]
            module = importlib.import_module(self.__name__)
        return getattr(module, name)


def load_when_used(names: Iterable[str]) -> None:
    """Leave modules unloaded until something asks for what is in them. Raises ModuleNotFoundError where the package
    that one is a part of is not installed."""
    waiting = [_Waiting(name) for name in names if name not in sys.modules]
    sys.modules.update({module.__name__: module for module in waiting})
    for module in waiting:  # only now: a package may import its parts
        package, _, part = module.__name__.rpartition(".")
        if package:
            setattr(importlib.import_module(package), part, module)


@contextmanager
def doing_without(name: str) -> Iterator[None]:
    """Meanwhile a module that is not loaded yet seems not to be installed, to those who can do without it."""
    if name in sys.modules:
        yield
        return
    sys.modules[name] = None  # type: ignore[assignment]  # what the import system takes for: not there
    try:
        yield
    finally:
        del sys.modules[name]
