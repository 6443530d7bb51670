"""What a room says about one of its tables: who sees a row, and who may do what to it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, Q

from lineofsight.organization.access.viewer import Viewer

Seen = Callable[[Viewer], Q]  # the rows that a viewer sees, as a condition on the table
May = Callable[[Viewer, Any], bool]  # whether a viewer who sees the row may do it


@dataclass(frozen=True)
class Policy:
    """The policy of one model.

    ``seen`` gives the condition under which a row is visible; ``verbs`` maps a verb
    (``"goal.edit"``) to a test on a row that the viewer sees; ``makes`` maps a verb that makes a
    row (``"goal.create"``) to a test on the row as it would be, before it is saved. ``told`` is the
    policy in one sentence for people, shown in the documentation. ``untold`` keeps from auditors
    and administrators even that something was done to a row: how often two people talk is theirs.
    """

    model: type[Model]
    seen: Seen
    verbs: Mapping[str, May] = field(default_factory=dict)
    makes: Mapping[str, May] = field(default_factory=dict)
    told: str = ""
    untold: bool = False


_POLICIES: dict[type[Model], Policy] = {}
_BY_VERB: dict[str, Policy] = {}


def register(policy: Policy) -> Policy:
    """Let the door know a policy; once for a model, at start."""
    verbs = (*policy.verbs, *policy.makes)
    if policy.model in _POLICIES:
        raise ValueError(f"{policy.model.__name__} has a policy already")
    for verb in verbs:
        if verb in _BY_VERB:
            raise ValueError(f"{verb} is registered already")
    # Only now: a policy that is refused leaves nothing behind that somebody could see by.
    _POLICIES[policy.model] = policy
    _BY_VERB.update(dict.fromkeys(verbs, policy))
    return policy


def policies() -> Mapping[type[Model], Policy]:
    """Return all policies by model."""
    return _POLICIES


def knows(verb: str) -> bool:
    """Tell whether a policy knows a verb."""
    return verb in _BY_VERB


def policy_with(verb: str) -> Policy:
    """Return the policy that knows a verb."""
    return _BY_VERB[verb]


def everyone(_viewer: Viewer) -> Q:
    """See all rows: the table is open to whoever works here."""
    return Q()


def nobody(_viewer: Viewer) -> Q:
    """See no row."""
    return Q(pk__in=())
