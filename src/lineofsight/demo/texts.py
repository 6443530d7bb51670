"""Read the text data that lies beside the code."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def load(name: str) -> dict[str, Any]:
    """Return one TOML file of ``demo/data`` (its path without the suffix) as plain values.

    The result is shared between callers, who must not change it.
    """
    path = files("lineofsight.demo.data").joinpath(*f"{name}.toml".split("/"))
    return tomllib.loads(path.read_text(encoding="utf-8"))
