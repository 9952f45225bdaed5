"""Names of modules come in; each is loaded when something of it is first asked for, and not where it is imported.

What Foldwell stands on imports more than Foldwell asks of it: Pillow for a file without photographs, all of HTTP and
TLS for the shape of a QR code, a disassembler of Python for the types of a record. A build that never needs them is
spared a tenth of its time. Python 3.15 has this built in (PEP 810); the standard library's LazyLoader loads as soon as
a second module imports the same name.
"""

from __future__ import annotations

import gc
import importlib
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

# Before anything else of Foldwell is loaded.
FOR_ALL = (
    "gettext",  # argparse
    "ipaddress",  # pathlib, by way of urllib.parse
    "platform",  # uuid, which msgspec wants, and ReportLab
    "msgspec.inspect",
    "msgspec.json",  # we write JSON as the standard library does
)
# Before the machine is.
SELDOM = (
    "PIL.Image",  # ReportLab, for photographs
    "difflib",  # for complaints
    "mdurl",  # markdown-it, for addresses, which we take as they are written
    "inspect",  # ReportLab, as the next three
    "pickle",
    "tempfile",
    "textwrap",
    "zipfile",  # importlib.metadata, for packages in archives
)
RARELY = (100_000, 20, 20)  # see gc.set_threshold
# What is asked of a module by one that wants no more of it, and what it would answer.
KNOWN: dict[str, dict[str, Any]] = {
    "gettext": {  # argparse has no other language, and looks for one with each of its sentences
        "gettext": lambda words: words,
        "ngettext": lambda one, many, count: one if count == 1 else many,
    },
    "inspect": {  # every extension that Cython makes; the numbers are those of Python's Include/cpython/code.h
        "CO_OPTIMIZED": 0x1, "CO_NEWLOCALS": 0x2, "CO_VARARGS": 0x4, "CO_VARKEYWORDS": 0x8, "CO_GENERATOR": 0x20,
        "CO_COROUTINE": 0x80, "CO_ASYNC_GENERATOR": 0x200,
    },
    "platform": {"python_implementation": lambda: "CPython"},  # msgspec runs on no other
}  # fmt: skip
if hasattr(os, "uname"):
    KNOWN["platform"]["system"] = lambda: os.uname().sysname


def collect_rarely() -> None:
    """Have Python look for cycles less often: an edition makes a hundred thousand values and hardly a cycle, and to
    look at all that is remembered, again and again, takes a quarter of the time. All else is freed at once anyway.

    Until the machine is loaded and a build begins, that makes no collection at all; with Python's own setting a fifth
    of a cold start goes there."""
    gc.set_threshold(*RARELY)


class _Waiting(ModuleType):
    """Stands for a module that nobody has asked anything of yet, and afterwards hands on what is asked."""

    def __getattr__(self, name: str) -> Any:
        """What the module has under this name. Raises ModuleNotFoundError where it is not installed."""
        if name == "__path__" and self.__name__ in KNOWN:  # `from` asks whether it is a package
            raise AttributeError(name)
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(importlib.import_module(self.__name__), name)


def load_when_used(names: Iterable[str]) -> None:
    """Leave modules unloaded until something asks for what is in them. Raises ModuleNotFoundError where the package
    that one is a part of is not installed."""
    waiting = [_Waiting(name) for name in names if name not in sys.modules]
    for module in waiting:
        vars(module).update(KNOWN.get(module.__name__, {}))
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
