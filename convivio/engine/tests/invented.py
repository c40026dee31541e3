"""Invented documents, small enough to reason about."""

from datetime import date

from convivio.engine.asked import Asked
from convivio.engine.documents import Document, Participation
from convivio.engine.evidence import Evidence
from convivio.engine.need import Need
from convivio.engine.rank import Ranking, rank_partners

PUBLIC = ("public",)

TEXTS = {
    "solaris": "Tandem solar cells of perovskite on silicon, stable outdoors for years.",
    "helios": "Printing perovskite inks on glass for solar windows.",
    "idra": "Hydrogen storage tanks of carbon fibre for ships.",
    "nave": "Ferries without emissions, with batteries and hydrogen.",
    "orto": "Robots that pick tomatoes in greenhouses.",
    "cura": "Wearable sensors that follow patients with heart disease at home.",
}
MEMBERS = {
    "solaris": ("sole", "vetro", "ateneo"),
    "helios": ("vetro", "stampa"),
    "idra": ("mare", "ateneo"),
    "nave": ("mare", "porto"),
    "orto": ("campo", "ateneo"),
    "cura": ("clinica", "ateneo"),
}
DAYS = {name: date(2020 + place, 3, 1) for place, name in enumerate(TEXTS)}


def organisation(name, **given):
    usual = {"title": f"{name.title()} srl", "audiences": PUBLIC, "facets": {"kind": ("sme",)}}
    return Document(key=f"organisation:{name}", type="organisation", **(usual | given))


def project(name, text="", **given):
    usual = {"title": name.title(), "en": text or TEXTS[name], "audiences": PUBLIC}
    usual["day"] = DAYS.get(name)
    return Document(key=f"project:{name}", type="project", **(usual | given))


def organisations():
    return [organisation(name) for name in sorted({m for ms in MEMBERS.values() for m in ms})]


def projects():
    return [project(name) for name in TEXTS]


def parts(members=None):
    return [
        Participation(f"organisation:{member}", f"project:{name}")
        for name, group in (members or MEMBERS).items()
        for member in group
    ]


def evidence(*more, without=(), more_parts=()):
    linked = [part for part in parts() if (part.organisation, part.document) not in without]
    linked += [Participation(f"organisation:{who}", f"project:{what}") for what, who in more_parts]
    return Evidence.of([*organisations(), *projects(), *more], linked)


def ranked(found, text, **asked) -> Ranking:
    return rank_partners(found, Need(text=text), Asked(**({"audiences": PUBLIC} | asked)))


def names(ranking):
    return [suggestion.key.split(":")[1] for suggestion in ranking.suggestions]
