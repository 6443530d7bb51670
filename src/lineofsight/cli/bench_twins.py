"""``lineofsight bench twins``: goals in other words, told from goals that only look alike."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from lineofsight.cli import options, output
from lineofsight.cli.bench_links import sentence_model
from lineofsight.cli.progress import Progress
from lineofsight.kit.i18n import gettext as _

if TYPE_CHECKING:
    from lineofsight.bench.links.corpus import Corpus
    from lineofsight.engine.meaning.vectors import Vectors


@click.command(
    short_help="See how well twins are told from goals that look alike.",
    epilog=options.examples(
        "lineofsight bench twins --data plans.jsonl",
        "lineofsight bench twins --data plans.jsonl --format json",
        "lineofsight bench twins --data plans.jsonl --fit     learns the weights anew",
    ),
)
@click.option(
    "--data",
    type=options.A_FILE,
    metavar="FILE",
    required=True,
    help="Published plans, a JSON record a line.",
)
@options.form("text", "json")
@click.option(
    "--fit",
    "learn",
    is_flag=True,
    help="Learn the weights from these plans and write them where the product reads them.",
)
@click.option(
    "--weights",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="OUT.json",
    help="With --fit: write them there instead.",
)
@click.option(
    "--meaning/--no-meaning",
    default=True,
    help="With the sentence model (the default, where it is installed), or by words alone.",
)
def twins(*, data: Path, form: str, learn: bool, weights: Path | None, meaning: bool) -> int:
    """Say titles of published plans in other words, and see whether they are known again.

    Beside them stand the nearest real pairs, and titles of which one number, name, thing or
    direction was changed: those are no twins. The plans as they are show how often the rule would
    name a pair that nobody made.
    """
    from lineofsight.bench.links import corpus
    from lineofsight.bench.twins import run, told

    if weights is not None and not learn:
        raise click.UsageError(_("--weights needs --fit."))
    plans = corpus.read(data)
    if not run.has_free_plans(plans):
        message = _("{file}: there is no plan in it that may be changed and used freely.")
        raise click.UsageError(message.format(file=data))
    with Progress() as progress:
        vectors = sentence_model(progress) if meaning else None
        if learn:
            return _learn(plans, vectors, weights)
        result = run.measure(plans, vectors, str(data))
    output.write(told.to_json(result) + "\n" if form == "json" else told.render_text(result))
    return 0


def _learn(plans: Corpus, vectors: Vectors | None, path: Path | None) -> int:
    from importlib.resources import files

    from lineofsight.bench.twins import run

    if vectors is None:
        raise click.UsageError(_("--fit needs the sentence model."))
    target = path or Path(str(files("lineofsight.engine.meaning").joinpath("twins.json")))
    output.write(run.as_text(run.fit(plans, vectors)), target)
    output.write(_("Wrote {file}.").format(file=target) + "\n")
    return 0
