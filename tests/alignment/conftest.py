"""Each test has a folder of its own for the column file."""

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def columns_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("lineofsight.alignment.load.folder", lambda: tmp_path / "columns")
    return tmp_path / "columns"
