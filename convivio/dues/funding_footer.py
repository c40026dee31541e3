"""Who finances a cluster, for the foot of its papers."""

from django.utils.timezone import localdate

from convivio.clusters.models import Cluster
from convivio.pages.funding import FLAGS, emblem_svg, funding_of, names_of
from convivio.pages.funding import statement as words_beside_the_emblem


def is_funded(cluster: Cluster) -> bool:
    return funding_of(cluster, localdate()).exists()


def emblem(cluster: Cluster, language: str) -> str:
    """Draw the emblem of the European Union for a cluster that it finances today; nothing for another."""
    return str(emblem_svg(language)) if is_funded(cluster) else ""


def emblem_words(language: str) -> str:
    return FLAGS.get(language[:2], FLAGS["en"])


def statement(cluster: Cluster, language: str) -> str:
    """Say who finances a cluster today; nothing, if nobody does."""
    names = names_of(funding_of(cluster, localdate()), language)
    return f"{words_beside_the_emblem(language)} · {' · '.join(names)}" if names else ""
