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
