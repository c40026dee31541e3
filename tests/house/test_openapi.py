"""The description of the API that programs were written against changes only on purpose.

CONVIVIO_WRITE_OPENAPI=yes writes it anew.
"""

import json
import os
from typing import Any

from django.utils.translation import override

from convivio.api.operations import api
from tests.house.tracked import HOUSE

SNAPSHOT = HOUSE / "docs/reference/openapi.json"


def described() -> dict[str, Any]:
    with override("en"):
        found: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/v1/")))
    return found


def test_the_api_is_as_its_description_says() -> None:
    if os.environ.get("CONVIVIO_WRITE_OPENAPI") == "yes":
        SNAPSHOT.write_text(json.dumps(described(), indent=1, ensure_ascii=False, sort_keys=True) + "\n")

    assert json.loads(SNAPSHOT.read_text()) == described()
