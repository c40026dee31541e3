"""Each kind and each act from a letter stands in the reference, and nothing else does."""

import re
from pathlib import Path

import pytest
from django.utils.translation import override

from convivio.notices.kinds import Kind, kinds
from convivio.notices.mail_acts import mail_acts

REFERENCE = Path(__file__).parents[3] / "docs/reference/notices.md"


def test_the_reference_names_each_kind_with_how_it_comes() -> None:
    named = re.findall(
        r"^\| `([a-z_.]+)` \| (at once|daily|weekly|never) \|", REFERENCE.read_text(), re.MULTILINE
    )

    assert named == sorted((kind.name, str(kind.default)) for kind in kinds())


def test_the_reference_names_each_act() -> None:
    acts = REFERENCE.read_text().partition("## Acts from a letter")[2]

    assert re.findall(r"^\| `([a-z_.]+)` \|", acts, re.MULTILINE) == sorted(act.name for act in mail_acts())


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.name)
def test_each_kind_is_said_in_both_languages_under_a_heading(kind: Kind) -> None:
    with override("en"):
        english = (str(kind.label), str(kind.group))
    with override("it"):
        italian = (str(kind.label), str(kind.group))

    assert all(english)
    assert english[0] != italian[0]
