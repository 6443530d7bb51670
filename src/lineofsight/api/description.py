"""The description of the interface, OpenAPI 3.1, as it is committed beside the code."""

import json
from pathlib import Path

from lineofsight.api.root import api

COMMITTED = Path(__file__).parent / "openapi.json"


def described() -> str:
    """Return the description of the interface as it is now."""
    return json.dumps(api.get_openapi_schema(), indent=2, ensure_ascii=False) + "\n"
