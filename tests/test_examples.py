"""Every example in a docstring runs and prints what it says."""

import doctest
import importlib
from pathlib import Path

import numpy as np
import pytest

import lineofsight

ROOT = Path(lineofsight.__file__).parent
MODULES = sorted(
    ".".join(("lineofsight", *path.relative_to(ROOT).with_suffix("").parts))
    for path in ROOT.rglob("*.py")
    if ">>> " in path.read_text(encoding="utf-8")
)


@pytest.mark.parametrize("name", MODULES)
def test_examples_hold(name):
    # As in the documentation of numpy, examples may use np without importing it.
    found = doctest.testmod(importlib.import_module(name), extraglobs={"np": np})
    assert found.failed == 0
    assert found.attempted > 0
