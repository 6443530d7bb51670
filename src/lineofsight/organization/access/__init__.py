"""May this person do this to that, and what do they see: the one place that answers.

``can(person, verb, thing)``, ``require(person, verb, thing)`` and ``visible_to(person, Model)``
are asked by pages, the interface for programs, exports, search and counts alike. Each room that
owns tables says in its ``policies.py`` who may do what with them; here is the door.
"""

from lineofsight.organization.access.door import (
    can,
    get_visible,
    may,
    nothing_here,
    policy_of,
    require,
    seen_by,
    verbs_of,
    visible_to,
)
from lineofsight.organization.access.guards import PUBLIC, SIGNED_IN, guards, policy_of_view
from lineofsight.organization.access.rules import Policy, knows, policies, register
from lineofsight.organization.access.viewer import ANYBODY, Viewer, viewer_of

__all__ = [
    "ANYBODY",
    "PUBLIC",
    "SIGNED_IN",
    "Policy",
    "Viewer",
    "can",
    "get_visible",
    "guards",
    "knows",
    "may",
    "nothing_here",
    "policies",
    "policy_of",
    "policy_of_view",
    "register",
    "require",
    "seen_by",
    "verbs_of",
    "viewer_of",
    "visible_to",
]
