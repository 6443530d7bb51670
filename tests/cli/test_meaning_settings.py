"""Settings that say which model reads meaning: read, checked, and never with a key in them."""

from pathlib import Path

import pytest

from lineofsight.cli import config
from lineofsight.embedding.choice import Choice
from lineofsight.planfile.problems import PlanError
from tests.cli.test_meaning import KEY, settings


def wrong(folder: Path, text: str) -> str:
    with pytest.raises(PlanError) as caught:
        config.read(settings(folder, text))
    return "\n".join(str(problem) for problem in caught.value.problems)


class TestSettings:
    def test_are_read(self, tmp_path: Path) -> None:
        said = (
            'model = "endpoint"\nurl = "https://example.org/v1"\nname = " m "\n'
            "dimensions = 1024\nthreads = 2"
        )

        found = config.read(settings(tmp_path, said)).meaning

        assert found == Choice("endpoint", "https://example.org/v1", "m", 1024, 2)

    def test_are_the_installed_model_by_default(self, tmp_path: Path) -> None:
        assert config.read(settings(tmp_path, "")).meaning == Choice()

    def test_know_whether_somebody_named_their_file(self, tmp_path: Path) -> None:
        path = settings(tmp_path, "", "lineofsight.toml")

        assert config.find(tmp_path, path).meaning.named
        assert not config.find(tmp_path, None).meaning.named

    @pytest.mark.parametrize(
        ("text", "told"),
        [
            ('model = "gpt"', 'none of its words. Write one of "builtin", "none", "endpoint"'),
            ("model = 3", "none of its words"),
            ('model = "endpoint"', "url: It is missing. An endpoint needs url, name, dimensions"),
            ('url = "https://example.org"', "Only an endpoint has it"),
            ('url = "http://example.org"', "over https only"),
            ("url = 1", "It is not an address"),
            ('name = " "', "no name of a model"),
            ("dimensions = 0", "not a whole number from 1 up"),
            ("dimensions = true", "not a whole number from 1 up"),
            ("dimensions = 1e3", "not a whole number from 1 up"),
            ("threads = 1000", "at most 64"),
            ('modle = "none"', "Did you mean model?"),
            (f'api_key = "{KEY}"', "A key does not belong into a file"),
            (f'key = "{KEY}"', "environment variable LINEOFSIGHT_EMBEDDING_KEY"),
        ],
    )
    def test_that_are_wrong_are_told(self, tmp_path: Path, text: str, told: str) -> None:
        said = wrong(tmp_path, text)

        assert told in said
        assert KEY not in said

    def test_are_a_table(self, tmp_path: Path) -> None:
        path = tmp_path / "own.toml"
        path.write_text('[lineofsight]\nmeaning = "none"\n', encoding="utf-8")

        with pytest.raises(PlanError, match="It is not a table"):
            config.read(path)
