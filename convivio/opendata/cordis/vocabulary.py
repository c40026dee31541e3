"""Writing the topics and the fields of science that projects name."""

from convivio.kernel.translated import Translated
from convivio.opendata.cordis.rows import ConceptRow, TopicRow
from convivio.opendata.reports import Report
from convivio.opendata.writing import insert, set_changed, update
from convivio.sources.models import Reading
from convivio.trackrecord.models import Project, Topic
from convivio.vocabulary.models import Concept, Scheme

Numbers = dict[str, int]


def write_topics(topics: list[TopicRow], reading: Reading, report: Report) -> Numbers:
    """Write the topics by code; a title or keywords that the file lacks leave ours alone."""
    known = {topic.code: topic for topic in Topic.objects.all()}
    fresh, changed = [], []
    for row in topics:
        said = {name: value for name, value in (("title", row.title), ("keywords", row.keywords)) if value}
        topic = known.get(row.code)
        if topic is None:
            fresh.append(Topic(code=row.code, reading=reading, **said))
        elif set_changed(topic, said):
            topic.reading = reading
            changed.append(topic)
    update(changed, ("title", "keywords", "reading"))
    report.touch("project", Project.objects.filter(topic__in=changed).values_list("id", flat=True))
    tally = report.of("topics")
    tally.add("new", len(fresh))
    tally.add("changed", len(changed))
    tally.add("unchanged", len(topics) - len(fresh) - len(changed))
    return {topic.code: topic.pk for topic in (*known.values(), *insert(fresh))}


def write_concepts(concepts: list[ConceptRow], reading: Reading, report: Report) -> Numbers:
    """Write the fields of science that we lack, with those above them; those we have stay as they are."""
    known = dict(Concept.objects.of_scheme(Scheme.EUROSCIVOC).values_list("code", "id"))
    labels = _labels(concepts)
    missing = sorted((code for code in labels if code not in known), key=lambda code: code.count("/"))
    for depth in sorted({code.count("/") for code in missing}):
        level = [code for code in missing if code.count("/") == depth]
        written = insert([_concept(code, labels[code], known, reading) for code in level])
        known.update(zip(level, (concept.pk for concept in written), strict=True))
    tally = report.of("fields of science")
    tally.add("new", len(missing))
    tally.add("unchanged", len(labels) - len(missing))
    return known


def _labels(concepts: list[ConceptRow]) -> dict[str, str]:
    """Give the label of each code and of every code above it, as far as the paths tell."""
    labels: dict[str, str] = {}
    for row in concepts:
        codes, names = row.code.split("/")[1:], row.labels.split("/")[1:]
        tells = len(codes) == len(names)
        for depth in range(1, len(codes) + 1):
            code = "/" + "/".join(codes[:depth])
            labels[code] = labels.get(code) or (names[depth - 1] if tells else "")
        labels[row.code] = row.title or labels[row.code]
    return {code: label or code for code, label in labels.items()}


def _concept(code: str, label: str, known: Numbers, reading: Reading) -> Concept:
    return Concept(
        scheme=Scheme.EUROSCIVOC,
        code=code,
        label=Translated(en=label),
        broader_id=known.get(code.rpartition("/")[0]),
        path=f"{code}/",
        reading=reading,
    )
