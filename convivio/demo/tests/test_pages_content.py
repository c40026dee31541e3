"""What the demonstration says to anyone is whole: everyone speaks, with news over two years and bodies over two terms."""

from itertools import groupby, pairwise
from typing import Any

from convivio.demo.network_files import entries
from convivio.pages.parts import OF_A_CHAIN, OF_CLUSTERS, OF_THE_NETWORK

NETWORK = "network"
CLUSTERS = {row["slug"]: row for row in entries("clusters")}
SPEAKERS = {NETWORK, *CLUSTERS}
TABLES = ("texts", "bodies", "news", "funding")


def parts_of(publisher: str) -> set[str]:
    if publisher == NETWORK:
        return {part.slug for part in OF_THE_NETWORK}
    chains = {f"{OF_A_CHAIN}{chain['slug']}" for chain in CLUSTERS[publisher]["value_chains"]}
    return chains | {part.slug for part in OF_CLUSTERS}


def test_each_cluster_and_the_network_has_texts_bodies_news_and_funding() -> None:
    for table in TABLES:
        assert {row["publisher"] for row in entries(table)} == SPEAKERS


def test_every_text_has_a_place_on_a_page_and_a_writer() -> None:
    people = {row["email"] for row in entries("people")}

    assert all(row["part"] in parts_of(row["publisher"]) for row in entries("texts"))
    assert {row["by"] for row in entries("texts")} <= people


def test_news_tells_of_two_years() -> None:
    days = sorted(row["on"] for row in entries("news") if row.get("state") != "draft")

    assert len(days) >= 12
    assert (days[-1] - days[0]).days > 600


def test_boards_and_presidencies_have_a_term_of_today_and_one_before() -> None:
    for body in entries("bodies"):
        if body["kind"] in {"board", "presidency"}:
            assert len({term["from"] for term in body["terms"]}) == 2


def test_nobody_holds_the_same_role_twice_at_once() -> None:
    def whose(term: Any) -> tuple[str, str]:
        return term["name"], term.get("role", "member")

    for body in entries("bodies"):
        for _who, held in groupby(sorted(body["terms"], key=whose), key=whose):
            spans = sorted((term["from"], term.get("until")) for term in held)
            assert all(ends < begins for (_, ends), (begins, _) in pairwise(spans))


def test_every_organisation_that_somebody_sits_for_is_there() -> None:
    slugs = {row["slug"] for row in entries("organisations")}
    named = {term.get("organisation") for body in entries("bodies") for term in body["terms"]}

    assert named - {None} <= slugs
