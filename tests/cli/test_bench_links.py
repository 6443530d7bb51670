"""``bench links``: what it writes and prints, and how it ends."""

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bench.links.plans import plan, records, write
from tests.cli.run import run

SCRIPT = "import sys; from lineofsight.cli.main import main; main(sys.argv[1:])"


@pytest.mark.slow
def test_json_is_all_that_is_printed_and_scores_are_written(tmp_path: Path) -> None:
    scores = tmp_path / "scores.csv"
    data = write(tmp_path, records())
    done = run("bench", "links", "--data", data, "--format", "json", "--scores", scores)

    assert done.exit_code == 0, done.output
    document = json.loads(done.stdout)
    assert set(document["baselines"]) == {"tfidf", "hybrid"}
    assert {"overall", "macro", "intervals", "plans"} < set(document)
    with scores.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["child", "candidate", "score"]
    assert {row["child"] for row in rows} == {
        str(node["id"]) for node in records() if node["parent"]
    }


def test_without_the_model_words_are_compared(tmp_path: Path) -> None:
    data = write(tmp_path, records(["veld", "noor"]))
    done = run("bench", "links", "--data", data, "--no-meaning")

    assert done.exit_code == 0
    assert done.stdout.startswith("2 plans, 48 links, scored by the shipped weights.\n")
    assert "hybrid" not in done.stdout


def test_lines_that_are_no_node_end_with_2_their_place_and_what_to_do(tmp_path: Path) -> None:
    data = tmp_path / "plans.jsonl"
    data.write_text('{"plan": "a", "id": "1"}\n{"plan"\n{"id": "2"}\n', encoding="utf-8")
    done = run("bench", "links", "--data", data, "--no-meaning")

    assert done.exit_code == 2
    assert f"{data}, row 2: It is not JSON. Write one JSON object a line" in done.stderr
    assert f"{data}, row 3: It is no node with a plan and an id. Write it so" in done.stderr
    assert done.stderr.endswith("2 problems.\n")


@pytest.mark.parametrize("content", ["", "\n\n", '{"plan": "a", "id": "1"}\n'])
def test_a_file_without_links_ends_with_2(tmp_path: Path, content: str) -> None:
    data = tmp_path / "plans.jsonl"
    data.write_text(content, encoding="utf-8")
    done = run("bench", "links", "--data", data, "--no-meaning")

    assert done.exit_code == 2
    assert "There is no link in it. Name in `parent` the id of a node" in done.stderr


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ((), "Missing option '--data'"),
        (("--data", "gone.jsonl"), "gone.jsonl"),
        (("--weights", "w.json"), "--weights needs --fit."),
        (("--fit", "--no-meaning"), "--fit needs the sentence model."),
    ],
)
def test_what_cannot_be_done_ends_with_2(
    tmp_path: Path, options: tuple[str, ...], said: str
) -> None:
    known = () if "--data" in options or not options else ("--data", write(tmp_path, records()))
    done = run("bench", "links", *options, *known)

    assert done.exit_code == 2
    assert said in done.stderr


@pytest.mark.slow
def test_fit_needs_enough_goals(tmp_path: Path) -> None:
    weights = tmp_path / "weights.json"
    data = write(tmp_path, records())
    done = run("bench", "links", "--data", data, "--fit", "--weights", weights)

    assert done.exit_code == 2
    assert "--fit needs at least 100 goals of the same depth below a pillar." in done.stderr
    assert not weights.exists()


@pytest.mark.slow
def test_fit_writes_the_same_bytes_with_any_number_of_threads(tmp_path: Path) -> None:
    nodes = [
        node
        for name in ("brask", "veld", "noor")
        for node in plan(name, [f"{name}{number}" for number in range(20)])
    ]
    data = write(tmp_path, nodes)
    written: list[bytes] = []
    for threads in ("1", "2", "2"):
        weights = tmp_path / f"weights-{len(written)}.json"
        names = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
        arguments = ["bench", "links", "--data", str(data), "--fit", "--weights", str(weights)]
        subprocess.run(
            [sys.executable, "-c", SCRIPT, *arguments],
            env={**os.environ, **dict.fromkeys(names, threads)},
            capture_output=True,
            check=True,
        )
        written.append(weights.read_bytes())

    assert json.loads(written[0])["data"]["plans"] == 3
    assert written[0] == written[1] == written[2]
