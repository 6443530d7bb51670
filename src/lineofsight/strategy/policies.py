"""Who may see and change the strategy, and what people say to it."""

from typing import Any

from django.db.models import Q

from lineofsight.organization.access import Policy, Viewer, register
from lineofsight.organization.access.rules import everyone
from lineofsight.organization.policies import keeps_strategy
from lineofsight.organization.record.prepared import Given, Prepared
from lineofsight.strategy.models import Acknowledgement, Kpi, Pillar, Statement, StrategyVersion

TO_ANSWER = ("question", "concern")

_CARRIED = Prepared(
    lambda: Pillar.objects.filter(
        Q(sponsor=Given("person")) | Q(champions=Given("person"))
    ).values_list("pk", "sponsor", "champions")
)


def pillars_sponsored(viewer: Viewer) -> frozenset[int]:
    """The pillars whose sponsor the viewer is."""
    return viewer.known("pillars_carried", _carried)[0]


def pillars_championed(viewer: Viewer) -> frozenset[int]:
    """The pillars whose champion the viewer is."""
    return viewer.known("pillars_carried", _carried)[1]


def _carried(viewer: Viewer) -> tuple[frozenset[int], frozenset[int]]:
    """Find the pillars that a viewer sponsors and champions; looked up once for a viewer."""
    rows = _CARRIED(person=viewer.pk)
    return (
        frozenset(pk for pk, sponsor, _champion in rows if sponsor == viewer.pk),
        frozenset(pk for pk, _sponsor, champion in rows if champion == viewer.pk),
    )


def carries_a_pillar(viewer: Viewer) -> bool:
    """Tell whether the viewer is sponsor or champion of any pillar."""
    return bool(pillars_sponsored(viewer) or pillars_championed(viewer))


def carries(viewer: Viewer, pillar_id: int | None) -> bool:
    """Tell whether the viewer is sponsor or champion of this pillar."""
    return pillar_id in pillars_sponsored(viewer) or pillar_id in pillars_championed(viewer)


def drafts_strategy(viewer: Viewer) -> bool:
    """Tell whether the viewer sees versions of the strategy that are not published yet."""
    return viewer.is_strategy_office or carries_a_pillar(viewer)


def answers(viewer: Viewer) -> bool:
    """Tell whether questions and concerns about the strategy are for the viewer to answer."""
    return viewer.is_strategy_office or bool(pillars_sponsored(viewer))


def _seen_versions(viewer: Viewer) -> Q:
    return viewer.where(drafts_strategy) | Q(published_on__lte=viewer.today)


def _seen_statements(viewer: Viewer) -> Q:
    """All but those of a version that is still drafted."""
    published = StrategyVersion.objects.filter(published_on__lte=viewer.today).values("pk")
    open_to_all = Q(strategy_version__isnull=True) | Q(strategy_version__in=published)
    return viewer.where(drafts_strategy) | open_to_all


def _seen_acknowledgements(viewer: Viewer) -> Q:
    return Q(person_id=viewer.pk) | viewer.where(answers) & Q(kind__in=TO_ANSWER)


def _words(viewer: Viewer, pillar: Pillar) -> bool:
    return viewer.is_strategy_office or pillar.sponsor_id == viewer.pk


def _reports(viewer: Viewer, kpi: Kpi) -> bool:
    return viewer.is_strategy_office or kpi.owner_id == viewer.pk


def _acknowledges(viewer: Viewer, said: Acknowledgement) -> bool:
    seen = StrategyVersion.objects.filter(_seen_versions(viewer), pk=said.strategy_version_id)
    return said.person_id == viewer.pk and seen.exists()


def _answers(viewer: Viewer, said: Acknowledgement) -> bool:
    return answers(viewer) and said.kind in TO_ANSWER


def _only_strategy_office(*verbs: str) -> dict[str, Any]:
    return dict.fromkeys(verbs, keeps_strategy)


register(
    Policy(
        StrategyVersion,
        _seen_versions,
        verbs=_only_strategy_office("strategy.publish", "strategy.edit", "strategy.remove"),
        makes=_only_strategy_office("strategy.create"),
        told="Everybody sees the published strategy; a draft is seen by the strategy office, "
        "sponsors and champions. The strategy office publishes it.",
    )
)
register(
    Policy(
        Statement,
        _seen_statements,
        verbs=_only_strategy_office("statement.edit", "statement.remove"),
        makes=_only_strategy_office("statement.create"),
        told="A statement is seen with its version of the strategy; the strategy office edits it.",
    )
)
register(
    Policy(
        Pillar,
        everyone,
        verbs={**_only_strategy_office("pillar.edit", "pillar.remove"), "pillar.word": _words},
        makes=_only_strategy_office("pillar.create"),
        told="Everybody sees the pillars; the strategy office edits them, and a sponsor the text "
        "of the own pillar.",
    )
)
register(
    Policy(
        Kpi,
        everyone,
        verbs={**_only_strategy_office("kpi.edit", "kpi.remove"), "kpi.report": _reports},
        makes=_only_strategy_office("kpi.create"),
        told="Everybody sees the KPIs; the strategy office edits them, and their owner reports.",
    )
)
register(
    Policy(
        Acknowledgement,
        _seen_acknowledgements,
        verbs={"acknowledgement.answer": _answers},
        makes={"acknowledge": _acknowledges},
        told="Whether somebody has read the strategy is seen by that person alone; questions and "
        "concerns also by the strategy office and the sponsors, who answer them.",
    )
)
