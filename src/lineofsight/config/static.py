"""Static files as they are served: compressed, and under names that change with their content."""

import logging
from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage

log = logging.getLogger("lineofsight.static")


class Collected(CompressedManifestStaticFilesStorage):  # type: ignore[misc] # whitenoise has no types
    """Names with a hash of the content, also where one script imports another.

    Browsers keep such files for good; a file that has changed has another name.
    """

    support_js_module_import_aggregation = True

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._addresses: dict[str, str] = {}

    def url(self, name: str | None, force: bool = False) -> str:
        """Return the address of a file; a page names some forty, which do not change while it runs.

        They are collected before the server starts, and a server that starts collects them.
        """
        key = name or ""
        if key not in self._addresses:
            self._addresses[key] = str(super().url(name, force))
        return self._addresses[key]

    def stored_name(self, name: str) -> Any:
        """Return the name with the hash; the plain one, and a line of log, for a file not there.

        A page without one of its pictures is better than no page; that no page names such a file
        is what the tests see to.
        """
        try:
            return super().stored_name(name)
        except ValueError:
            log.warning("static.missing", extra={"file": name})
            return name
