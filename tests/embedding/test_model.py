import shutil
from pathlib import Path

import numpy as np
import pytest

from lineofsight.embedding import model
from lineofsight.embedding.errors import MeaningError, NotInstalledError
from lineofsight.embedding.model import SentenceModel

TEXTS = [
    "Increase customer retention in the enterprise segment",
    "Keep the clients we have",
    "Hire 12 engineers in Lisbon",
    "Reduce Scope 1+2 emissions by 30% against 2019, including travel, fleet and buildings, "
    "and report each quarter to the board what was done and what it cost",
    "NPS",
    "Éclairs für alle",
]

RECORDED = [0.00756, -0.01392, 0.00796, -0.0192, -0.01019, 0.02948, 0.10661, 0.02406]


@pytest.fixture(scope="module")
def sentences() -> SentenceModel:
    return SentenceModel(threads=1)


def test_rows_are_of_unit_length(sentences: SentenceModel) -> None:
    rows = sentences.embed(TEXTS)

    assert rows.shape == (len(TEXTS), 384)
    assert rows.dtype == np.float32
    assert np.linalg.norm(rows, axis=1) == pytest.approx(1, abs=1e-6)


def test_what_means_the_same_is_nearer_than_what_does_not(sentences: SentenceModel) -> None:
    likeness = sentences.embed(TEXTS) @ sentences.embed(TEXTS).T

    assert likeness[0, 1] > 0.4 > likeness[0, 2]


def test_the_vectors_are_those_of_the_published_model(sentences: SentenceModel) -> None:
    """Recorded with the same file, tokenised by the library ``tokenizers``."""
    row = sentences.embed(["Increase customer retention in the enterprise segment"])[0]

    assert row[:8] == pytest.approx(RECORDED, abs=2e-4)


@pytest.mark.parametrize("size", [1, 2, 3, 5])
def test_the_company_of_a_text_does_not_change_its_row(sentences: SentenceModel, size: int) -> None:
    together = sentences.embed(TEXTS * 7)

    apart = [sentences.embed(TEXTS[start : start + size]) for start in range(0, len(TEXTS), size)]

    np.testing.assert_array_equal(np.tile(np.vstack(apart), (7, 1)), together)


def test_the_number_of_threads_does_not_change_a_row(sentences: SentenceModel) -> None:
    texts = TEXTS * 6

    np.testing.assert_array_equal(SentenceModel(threads=3).embed(texts), sentences.embed(texts))


@pytest.mark.parametrize("text", ["", "   ", "\u200b", "🚀🎯", "\U000f0000"])
def test_a_text_of_which_nothing_is_known_is_zero(sentences: SentenceModel, text: str) -> None:
    assert not sentences.embed([text, "goal"])[0].any()


def test_no_texts_are_no_rows(sentences: SentenceModel) -> None:
    assert sentences.embed([]).shape == (0, 384)


def test_the_edition_names_what_runs_the_model(sentences: SentenceModel) -> None:
    assert sentences.edition.startswith(f"{sentences.name}/onnxruntime-1.")


class TestTheFile:
    @pytest.fixture
    def package(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        """A package of another name, holding a copy of the model."""
        folder = tmp_path / "other_model"
        folder.mkdir()
        (folder / "__init__.py").write_text("raise AssertionError('its code was run')")
        spec = model.find_spec(model.PACKAGE)
        assert spec is not None
        assert spec.submodule_search_locations
        shutil.copy(Path(spec.submodule_search_locations[0]) / model.FILE, folder)
        monkeypatch.syspath_prepend(str(tmp_path))
        monkeypatch.setattr(model, "PACKAGE", folder.name)
        return folder / model.FILE

    def test_is_read_without_running_its_package(self, package: Path) -> None:
        assert model.weights() == package.read_bytes()

    def test_is_refused_if_a_single_byte_differs(self, package: Path) -> None:
        with package.open("r+b") as stream:
            stream.seek(10_000_000)
            stream.write(b"\x00\xff")

        with pytest.raises(MeaningError, match="not the one that Line of Sight was measured with"):
            SentenceModel().embed(["goal"])

    def test_is_refused_if_it_cannot_be_read(self, package: Path) -> None:
        package.unlink()

        with pytest.raises(MeaningError, match="cannot be read: No such file"):
            model.weights()

    def test_may_be_missing(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(model, "PACKAGE", "no_such_model")

        assert not model.installed()
        with pytest.raises(NotInstalledError):
            SentenceModel().embed(["goal"])

    def test_is_found_where_it_is_installed(self) -> None:
        assert model.installed()
