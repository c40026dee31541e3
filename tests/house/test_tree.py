"""What the repository never mentions: paths of one person's machine, hosts of packages, bylines of tools."""

import re

from tests.house.tracked import HOUSE, texts

PLACES = ["/" + "work/", "/" + "tmp/", "/" + "home/", "/" + "root/"]
WORDS = [
    "pypi" + ".org",
    "python" + "hosted",
    "registry." + "npmjs",
    "assist" + "ant",
    "cla" + "ude",
    "chat" + "gpt",
    "co" + "pilot",
]
FORBIDDEN = re.compile(
    "|".join([*(rf"(?<![\w./-]){place}" for place in PLACES), *map(re.escape, WORDS)]), re.IGNORECASE
)


def test_no_file_mentions_a_workplace_a_host_of_packages_or_a_tool() -> None:
    found = [
        f"{path.relative_to(HOUSE)}: {said.group()}"
        for path, text in texts()
        for said in FORBIDDEN.finditer(f"{path.name}\n{text}")
    ]

    assert found == []


def test_what_is_forbidden_would_be_found() -> None:
    for word in PLACES + WORDS:
        assert FORBIDDEN.search(f"as in {word}x")
