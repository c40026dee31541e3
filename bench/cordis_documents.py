"""Turn CORDIS files into the engine's documents, to measure the engine without a database."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from bench.cordis_files import Row, rows
from convivio.engine.documents import Document, Participation

KINDS = {"PRC": "company", "REC": "research_centre", "HES": "university", "PUB": "public_authority"}
ROLES = {"associatedPartner": "associated_partner", "thirdParty": "third_party"}
PUBLIC = ("public",)


def participations(source: Path, copy: str = "") -> Iterator[Participation]:
    for row in rows(source, "organization.csv"):
        organisation = f"organisation:{row['organisationID']}{copy}"
        role = ROLES.get(row["role"], row["role"])
        yield Participation(organisation, f"project:{row['projectID']}{copy}", role)


def organisations(source: Path, copy: str = "") -> Iterator[Document]:
    seen: set[str] = set()
    for row in rows(source, "organization.csv"):
        if row["organisationID"] not in seen:
            seen.add(row["organisationID"])
            yield _organisation(row, copy)


def _organisation(row: Row, copy: str) -> Document:
    small = row["activityType"] == "PRC" and row["SME"] == "true"
    nuts = row["nutsCode"]
    return Document(
        key=f"organisation:{row['organisationID']}{copy}",
        type="organisation",
        title=row["name"],
        names=tuple(name for name in (row["shortName"], row["vatNumber"]) if name),
        audiences=PUBLIC,
        facets={
            "kind": ("sme" if small else KINDS.get(row["activityType"], "other"),),
            "country": (row["country"],),
            "nuts": tuple(nuts[:end] for end in range(2, len(nuts) + 1)),
        },
        data={"city": row["city"], "country": row["country"]},
    )


def projects(source: Path, topics: Path | None = None, copy: str = "") -> Iterator[Document]:
    """Give the projects; `topics` names a file of topic, title, keywords to read beside them."""
    around: dict[str, list[str]] = defaultdict(list)
    known = {row["topic"]: row for row in rows(topics.parent, topics.name)} if topics else {}
    for row in rows(source, "topics.csv"):
        keywords = known.get(row["topic"], {}).get("keywords", "").replace("|", " ")
        around[row["projectID"]] += [row["title"], keywords]
    for row in rows(source, "euroSciVoc.csv"):
        around[row["projectID"]].append(row["euroSciVocPath"].replace("/", " "))
    for row in rows(source, "project.csv"):
        yield Document(
            key=f"project:{row['id']}{copy}",
            type="project",
            title=row["title"],
            names=(row["acronym"],),
            en=f"{row['keywords']} {row['objective']}",
            evidence=" ".join(around[row["id"]]),
            audiences=PUBLIC,
            facets={"programme": (row["frameworkProgramme"],), "topic": (row["topics"],)},
            day=date.fromisoformat(row["ecSignatureDate"]) if row["ecSignatureDate"] else None,
            data={"acronym": row["acronym"]},
        )
