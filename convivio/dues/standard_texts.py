"""The reminders that a cluster begins with, until its office words its own."""

from convivio.clusters.models import Cluster
from convivio.dues.models import ReminderLevel
from convivio.kernel.translated import in_both

PLACES = ("cluster", "organisation", "number", "due", "total", "open", "reference", "address")
"""What a text may name in braces."""

STANDARD = (
    (
        7,
        in_both("Avviso {number}: un promemoria", "Notice {number}: a reminder"),
        in_both(
            "Gentile {organisation},\n\nl’avviso {number} scadeva il {due} e risultano ancora da pagare {open}. "
            "Se hai già pagato, non fare nulla: i due messaggi si sono incrociati.\n\nRiferimento da indicare: "
            "{reference}\n{address}\n\n{cluster}",
            "Dear {organisation},\n\nnotice {number} was due on {due}, and {open} is still open. If you have "
            "paid already, do nothing: our letters have crossed.\n\nReference to give: {reference}\n{address}"
            "\n\n{cluster}",
        ),
    ),
    (
        30,
        in_both("Avviso {number}: secondo promemoria", "Notice {number}: second reminder"),
        in_both(
            "Gentile {organisation},\n\nl’avviso {number}, scaduto il {due}, è ancora aperto per {open}. Ti "
            "chiediamo di pagarlo entro due settimane, o di scriverci se qualcosa non torna.\n\nRiferimento da "
            "indicare: {reference}\n{address}\n\n{cluster}",
            "Dear {organisation},\n\nnotice {number}, due on {due}, is still open for {open}. Please pay it "
            "within two weeks, or write to us if something is wrong.\n\nReference to give: {reference}\n"
            "{address}\n\n{cluster}",
        ),
    ),
    (
        60,
        in_both("Avviso {number}: ultimo promemoria", "Notice {number}: last reminder"),
        in_both(
            "Gentile {organisation},\n\ndell’avviso {number}, scaduto il {due}, restano da pagare {open}. Il "
            "regolamento dice che cosa comporta il ritardo; prima di allora vorremmo sentirti.\n\nRiferimento "
            "da indicare: {reference}\n{address}\n\n{cluster}",
            "Dear {organisation},\n\nof notice {number}, due on {due}, {open} is still to be paid. The rules "
            "say what lateness brings; before that we should like to hear from you.\n\nReference to give: "
            "{reference}\n{address}\n\n{cluster}",
        ),
    ),
)


def levels_of(cluster: Cluster) -> list[ReminderLevel]:
    """Give the reminders of a cluster in order: its own, and the standard ones where it has none of a level."""
    own = {one.level: one for one in ReminderLevel.objects.filter(cluster=cluster)}
    standard = {
        place: ReminderLevel(cluster=cluster, level=place, days=days, subject=subject, text=text)
        for place, (days, subject, text) in enumerate(STANDARD, 1)
    }
    return [found for _level, found in sorted({**standard, **own}.items())]
