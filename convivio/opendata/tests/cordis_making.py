"""Small invented data sets in the layout of CORDIS. No row of the real ones."""

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

PROJECT = (
    "id;acronym;status;title;startDate;endDate;totalCost;ecMaxContribution;legalBasis;topics;ecSignatureDate;"
    "frameworkProgramme;masterCall;subCall;fundingScheme;objective;contentUpdateDate;rcn;grantDoi;keywords"
).split(";")
ORGANIZATION = (
    "projectID;projectAcronym;organisationID;vatNumber;name;shortName;SME;activityType;street;postCode;city;"
    "country;nutsCode;geolocation;organizationURL;contactForm;contentUpdateDate;rcn;order;role;ecContribution;"
    "netEcContribution;totalCost;endOfParticipation;active"
).split(";")
TOPICS = ["projectID", "topic", "title"]
EUROSCIVOC = ["projectID", "euroSciVocCode", "euroSciVocPath", "euroSciVocTitle", "euroSciVocDescription"]

Row = dict[str, str]


def project(number: int = 1, **unusual: str) -> Row:
    """Make a signed project about rivers."""
    usual = {
        "id": f"{900000000 + number}",
        "acronym": f"RIVER{number}",
        "status": "SIGNED",
        "title": f"Rivers that clean themselves, part {number}",
        "startDate": "2023-06-01",
        "endDate": "2026-05-31",
        "totalCost": "1500000.5",
        "ecMaxContribution": "1200000.0",
        "legalBasis": "HORIZON.2.6",
        "topics": "HORIZON-TEST-2022-01",
        "ecSignatureDate": "2023-05-02",
        "frameworkProgramme": "HORIZON",
        "fundingScheme": "HORIZON-RIA",
        "objective": "Reeds take nitrates out of slow water.",
        "contentUpdateDate": "2024-02-03 04:05:06",
        "keywords": "reeds, nitrates",
    }
    return usual | unusual


def body(pic: int = 1, project_number: int = 1, **unusual: str) -> Row:
    """Make an Italian company that takes part in a project."""
    usual = {
        "projectID": f"{900000000 + project_number}",
        "organisationID": f"{910000000 + pic}",
        "vatNumber": f"IT{90000000000 + pic}",
        "name": f"CANNETO NUMERO {pic} SRL",
        "shortName": f"CN{pic}",
        "SME": "true",
        "activityType": "PRC",
        "street": "VIA DELL ARGINE 1",
        "postCode": "44121",
        "city": "FERRARA",
        "country": "IT",
        "nutsCode": "ITH56",
        "geolocation": "44.8378,11.6198",
        "organizationURL": "www.canneto.example.org",
        "order": f"{pic}",
        "role": "coordinator" if pic == 1 else "participant",
        "ecContribution": "100000.0",
        "netEcContribution": "90000.25",
        "totalCost": "120000.0",
        "endOfParticipation": "false",
    }
    return usual | unusual


def topic(number: int = 1, **unusual: str) -> Row:
    usual = {
        "projectID": f"{900000000 + number}",
        "topic": "HORIZON-TEST-2022-01",
        "title": "Clean water in slow rivers",
    }
    return usual | unusual


def concept(number: int = 1, **unusual: str) -> Row:
    usual = {
        "projectID": f"{900000000 + number}",
        "euroSciVocCode": "/91/92/93",
        "euroSciVocPath": "/water sciences/river sciences/reed beds",
        "euroSciVocTitle": "reed beds",
    }
    return usual | unusual


@dataclass
class Made:
    """A data set to be written down: the rows of its files, and how they are written."""

    projects: list[Row] = field(default_factory=lambda: [project()])
    bodies: list[Row] = field(default_factory=lambda: [body(), body(2)])
    topics: list[Row] | None = field(default_factory=lambda: [topic()])
    concepts: list[Row] | None = field(default_factory=lambda: [concept()])
    separator: str = ";"
    mark: str = "\ufeff"
    quoting: Any = csv.QUOTE_ALL
    headers: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def files(self) -> dict[str, bytes]:
        """Give the content of each file by name."""
        tables: dict[str, tuple[Sequence[str], list[Row] | None]] = {
            "project.csv": (PROJECT, self.projects),
            "organization.csv": (ORGANIZATION, self.bodies),
            "topics.csv": (TOPICS, self.topics),
            "euroSciVoc.csv": (EUROSCIVOC, self.concepts),
        }
        return {
            name: self._csv(self.headers.get(name, usual), rows)
            for name, (usual, rows) in tables.items()
            if rows is not None
        }

    def _csv(self, header: Sequence[str], rows: list[Row]) -> bytes:
        text = io.StringIO()
        writer: Any = csv.writer(text, delimiter=self.separator, quoting=self.quoting, lineterminator="\r\n")
        writer.writerow(header)
        for row in rows:
            writer.writerow([row.get(name, "") for name in header])
        return (self.mark + text.getvalue()).encode()

    def zip(self, folder: Path, name: str = "cordis-HORIZONprojects-csv.zip") -> Path:
        path = folder / name
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for file, content in self.files().items():
                archive.writestr(zipfile.ZipInfo(file), content, zipfile.ZIP_DEFLATED)
        return path

    def folder(self, folder: Path) -> Path:
        folder.mkdir(parents=True, exist_ok=True)
        for file, content in self.files().items():
            (folder / file).write_bytes(content)
        return folder


def many(count: int, first: int = 1) -> Made:
    """Make a data set with this many projects of three partners each, numbered from the first."""
    numbers = range(first, first + count)
    return Made(
        projects=[project(n) for n in numbers],
        bodies=[body(3 * n + k, n, role="participant") for n in numbers for k in range(3)],
        topics=[topic(n) for n in numbers],
        concepts=[concept(n) for n in numbers],
    )
