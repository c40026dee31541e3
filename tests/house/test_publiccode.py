"""publiccode.yml can be read, and says what the changelog and the licence say."""

import re
from datetime import date
from typing import Any

import pytest
import yaml

from tests.house.tracked import HOUSE

HEADING = re.compile(r"^## (\d+\.\d+\.\d+) — (\d{4}-\d{2}-\d{2})$", re.MULTILINE)
LONGEST_SHORT_DESCRIPTION = 150


@pytest.fixture(scope="module")
def publiccode() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((HOUSE / "publiccode.yml").read_text())
    return found


def test_its_version_is_the_newest_of_the_changelog(publiccode: dict[str, Any]) -> None:
    version, day = HEADING.findall((HOUSE / "CHANGELOG.md").read_text())[0]

    assert publiccode["softwareVersion"] == version
    assert publiccode["releaseDate"] == date.fromisoformat(day)


def test_it_has_what_a_catalogue_requires(publiccode: dict[str, Any]) -> None:
    required = ["publiccodeYmlVersion", "name", "url", "platforms", "developmentStatus", "softwareType"]
    required += ["description", "legal", "maintenance", "localisation"]

    assert [key for key in required if not publiccode.get(key)] == []


def test_its_licence_is_that_of_the_repository(publiccode: dict[str, Any]) -> None:
    assert publiccode["legal"]["license"] == "EUPL-1.2"
    assert "EUROPEAN UNION PUBLIC LICENCE v. 1.2" in (HOUSE / "LICENSE").read_text()


@pytest.mark.parametrize("language", ["it", "en"])
def test_it_describes_convivio_in_both_languages(publiccode: dict[str, Any], language: str) -> None:
    said = publiccode["description"][language]

    assert 0 < len(said["shortDescription"]) <= LONGEST_SHORT_DESCRIPTION
    assert said["longDescription"].strip()
    assert said["features"]
