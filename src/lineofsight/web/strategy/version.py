"""Which version of the strategy is shown."""

from lineofsight.organization.access import Viewer, visible_to
from lineofsight.strategy.models import Statement, StrategyVersion
from lineofsight.strategy.selectors import published_to


def version_in_force(viewer: Viewer) -> StrategyVersion | None:
    """Return the version that holds: the newest published one.

    A plan that was imported says when its statements were published, not its version: then the
    version of the newest such statement.
    """
    published = published_to(viewer)
    if published:
        return published[0]
    told = visible_to(viewer, Statement).filter(
        published_on__lte=viewer.today, strategy_version__isnull=False
    )
    newest = told.select_related("strategy_version").order_by("-published_on", "-pk").first()
    return newest.strategy_version if newest else None
