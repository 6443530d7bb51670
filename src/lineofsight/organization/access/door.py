"""The questions that every channel asks."""

from typing import Any, TypeVar

from django.db.models import BooleanField, ExpressionWrapper, Model, QuerySet, Value
from django.db.models.expressions import Combinable
from django.utils.translation import gettext as _

from lineofsight.kit.errors import NotAllowed, NotFound
from lineofsight.organization.access.rules import Policy, policies, policy_with
from lineofsight.organization.access.viewer import ANYBODY, Viewer, viewer_of
from lineofsight.organization.models import Organization, Person

M = TypeVar("M", bound=Model)
Who = Viewer | Person


def policy_of(model: type[Model]) -> Policy:
    """Return the policy of a model.

    Raises
    ------
    LookupError
        The model has none: nothing of it may be shown or written.
    """
    found = policies().get(model)
    if found is None:
        raise LookupError(f"{model.__name__} has no policy: add one to its room's policies.py")
    return found


def verbs_of(model: type[Model]) -> tuple[str, ...]:
    """Name what may be done to a row of a model."""
    policy = policy_of(model)
    return (*policy.makes, *policy.verbs)


def visible_to(who: Who, model: type[M]) -> "QuerySet[M]":
    """Return the rows of a model that a person sees; none for one who has left."""
    viewer = viewer_of(who)
    rows = model._default_manager.all()
    if not viewer.is_active:
        return rows.none()
    if viewer is ANYBODY:
        rows = rows.filter(ANYBODY.where(_works_here))
    return rows.filter(policy_of(model).seen(viewer))


def seen_by(who: Who, model: type[Model]) -> Combinable:
    """Return whether each row of a model is visible, for rows that are read without being shown.

    What stands above a goal is read whole, for instance, and told with a gap where the reader may
    not see it. ``visible_to`` is what everything else starts from.
    """
    viewer = viewer_of(who)
    if not viewer.is_active:
        return Value(False)
    seen = policy_of(model).seen(viewer)
    if viewer is ANYBODY:
        seen &= ANYBODY.where(_works_here)
    return ExpressionWrapper(seen, BooleanField())


def _works_here(viewer: Viewer) -> bool:
    return viewer.is_active


def can(who: Who, verb: str, thing: Any = None) -> bool:
    """Tell whether a person may do this to that; what they do not see, they may not.

    ``thing`` is a row, saved or, for verbs that make one, about to be; none for verbs on the whole
    record, such as ``import.run``.

    Raises
    ------
    KeyError
        Nobody has registered this verb.
    TypeError
        The verb is for another kind of thing.
    """
    viewer = viewer_of(who)
    if verb == "read":
        return visible_to(viewer, type(thing)).filter(pk=thing.pk).exists()
    policy = policy_with(verb)
    if thing is None and policy.model is Organization:
        thing = Organization()
    if not isinstance(thing, policy.model):
        raise TypeError(f"{verb} is for a {policy.model.__name__}, not a {type(thing).__name__}")
    if not viewer.is_active:
        return False
    if verb in policy.makes:
        return policy.makes[verb](viewer, thing)
    return can(viewer, "read", thing) and policy.verbs[verb](viewer, thing)


def may(who: Who, verb: str, seen: Any) -> bool:
    """Tell whether a person may do this to a row that ``visible_to`` gave them.

    As ``can``, without asking again whether the row is visible: for lists, where a query for each
    row would be one too many.
    """
    viewer = viewer_of(who)
    return viewer.is_active and policy_with(verb).verbs[verb](viewer, seen)


def require(who: Who | None, verb: str, thing: Any = None) -> None:
    """Refuse what a person may not do; ``None`` is the installation itself, which may.

    Raises
    ------
    NotFound
        The thing is not visible to the person: as if it were not there.
    NotAllowed
        It is visible, but this verb is not theirs.
    """
    if who is None:
        return
    viewer = viewer_of(who)
    if can(viewer, verb, thing):
        return
    seen = thing is None or thing._state.adding or can(viewer, "read", thing)
    if not seen:
        raise nothing_here()
    raise NotAllowed(_("This is not yours to do. Ask its owner or the strategy office."))


def nothing_here() -> NotFound:
    """Return the one refusal of what is not there and of what may not be seen."""
    return NotFound(_("There is nothing here, or nothing that you may see."))


def get_visible(who: Who, model: type[M], **lookup: Any) -> M:
    """Return the one visible row.

    Raises
    ------
    NotFound
        There is none, or none that the person sees: both read the same.
    """
    found = visible_to(who, model).filter(**lookup).first()
    if found is None:
        raise nothing_here()
    return found
