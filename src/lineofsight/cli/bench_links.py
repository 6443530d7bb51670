"""``lineofsight bench links``: how well the fit tells right links from wrong ones."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from lineofsight.cli import options, output
from lineofsight.cli.progress import Progress
from lineofsight.kit.i18n import gettext as _

if TYPE_CHECKING:
    from lineofsight.bench.links.corpus import Corpus
    from lineofsight.embedding.embedder import Embedder


@click.command(
    short_help="See how well links are told from non-links.",
    epilog=options.examples(
        "lineofsight bench links --data plans.jsonl",
        "lineofsight bench links --data plans.jsonl --format json --scores scores.csv",
        "lineofsight bench links --data plans.jsonl --fit     learns the weights anew",
    ),
)
@click.option(
    "--data",
    type=options.A_FILE,
    metavar="FILE",
    required=True,
    help="Published plans, a JSON record a line.",
)
@options.seed(0)
@options.form("text", "json")
@click.option(
    "--scores",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="OUT.csv",
    help="Write child, candidate and score for every candidate of every child.",
)
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
def links(
    *,
    data: Path,
    seed: int,
    form: str,
    scores: Path | None,
    learn: bool,
    weights: Path | None,
    meaning: bool,
) -> int:
    """Score every link of published plans against all that could stand in its place.

    Beside the fit stand TF-IDF and a plain hybrid of words and sentence vectors. Plans that the
    shipped weights were learned from are scored by weights learned without their organisation.
    """
    from lineofsight.bench.links import corpus, run, telling
    from lineofsight.bench.plans import read_plans
    from lineofsight.planfile.problems import PlanError

    if weights is not None and not learn:
        raise click.UsageError(_("--weights needs --fit."))
    plans = corpus.read(data)
    if not plans.links:
        raise PlanError.one(
            str(data),
            _("There is no link in it."),
            _("Name in `parent` the id of a node of the same plan."),
        )
    with Progress() as progress:
        vectors = sentence_model(progress) if meaning else None
        if learn:
            return _learn(plans, vectors, weights, progress)
        result = run.run(plans, vectors, str(data), seed, progress.part, plans=read_plans(data))
    if scores is not None:
        output.write(run.scores_csv(result), scores)
    text = telling.to_json(result) + "\n" if form == "json" else telling.render_text(result)
    output.write(text)
    return 0


def sentence_model(progress: Progress) -> Embedder | None:
    """Make the sentence model of this machine ready; None where it is not installed."""
    from lineofsight.cli.meaning import INSTALL
    from lineofsight.embedding import model
    from lineofsight.embedding.cache import Cache, place
    from lineofsight.embedding.embedder import Embedder

    if not model.installed():
        message = _("The sentence model is not installed (`{install}`): words alone are compared.")
        output.say(message.format(install=INSTALL))
        return None
    made = model.SentenceModel()

    def told(done: int, total: int) -> None:
        progress.part(_("Reading what goals mean"), done, total)

    return Embedder(made, Cache(place(), made.edition, made.dimensions), told)


def _learn(plans: Corpus, vectors: Embedder | None, path: Path | None, progress: Progress) -> int:
    from importlib.resources import files

    from lineofsight.bench.links import train

    if vectors is None:
        raise click.UsageError(_("--fit needs the sentence model."))
    try:
        learned = train.train(plans, vectors, progress.part)
    except train.TooFewError as error:
        raise click.UsageError(
            _("--fit needs at least {n} goals of the same depth below a pillar.").format(
                n=train.FEWEST_AT_A_DEPTH
            )
        ) from error
    target = path or Path(str(files("lineofsight.engine.meaning").joinpath("weights.json")))
    output.write(train.to_text(learned), target)
    output.write(_("Wrote {file}.").format(file=target) + "\n")
    return 0
