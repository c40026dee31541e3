"""convivio import vocabulary: EuroSciVoc, NUTS and plain lists, once, and nothing at all of a bad file."""

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from convivio.sources.models import Reading
from convivio.vocabulary.loading import load_own_lists
from convivio.vocabulary.models import Concept, Mapping, Place, Scheme
from convivio.vocabulary.tests.factories import ConceptFactory

pytestmark = pytest.mark.django_db


def take_in(folder: Path, content: str | bytes, *options: str) -> str:
    path, said = folder / "list.csv", io.StringIO()
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    call_command("import", "vocabulary", str(path), *options, stdout=said)
    return said.getvalue().strip()


def test_euroscivoc_is_taken_in_with_its_tree(tmp_path: Path) -> None:
    take_in(tmp_path, "code,label_en,path\n/27/79,plant biotechnology,/agriculture/plant biotechnology\n")

    concept = Concept.objects.get(code="/27/79")
    assert concept.broader == Concept.objects.get(code="/27", label__en="agriculture")
    assert (concept.scheme, concept.path) == (Scheme.EUROSCIVOC, "/27/79/")


def test_the_column_names_of_cordis_serve_as_well(tmp_path: Path) -> None:
    header = '\ufeff"projectID";"euroSciVocCode";"euroSciVocPath";"euroSciVocTitle"\n'

    take_in(tmp_path, header + '"1";"/2/3";"/a/b";"b"\n"2";"/2/3";"/a/b";"b"\n')

    assert list(Concept.objects.order_by("code").values_list("code", flat=True)) == ["/2", "/2/3"]


def test_a_table_of_labels_by_language_names_what_is_known(tmp_path: Path) -> None:
    ConceptFactory.create(scheme=Scheme.EUROSCIVOC, code="/2", label={"en": "glaciology"}, path="/2/")

    take_in(
        tmp_path,
        "uri,prefLabel@en,prefLabel@it\nhttp://x/1,glaciology,glaciologia\n",
        "--scheme",
        "euroscivoc",
    )

    assert Concept.objects.get().label == {"en": "glaciology", "it": "glaciologia"}


def test_technologies_of_ours_mean_the_fields_taken_in(tmp_path: Path) -> None:
    load_own_lists()

    take_in(tmp_path, "code,label_en,path\n/9,tissue engineering,/tissue engineering\n")

    assert Mapping.objects.get(means__code="/9").concept.code == "tissue-engineering"


def test_a_list_of_a_network_says_its_scheme_synonyms_and_order(tmp_path: Path) -> None:
    rows = "tag;knees;Knees;Ginocchia;joints;knee joint|patella\ntag;joints;Joints;Articolazioni;;\n"

    take_in(tmp_path, "scheme;code;label_en;label_it;broader;synonyms\n" + rows)

    concept = Concept.objects.get(code="knees")
    assert (concept.path, concept.synonyms) == ("/joints/knees/", {"en": ["knee joint", "patella"]})


def test_territories_get_their_names_and_positions(tmp_path: Path) -> None:
    load_own_lists()

    take_in(
        tmp_path,
        "nuts_code,level,name,parent,lat,lon,n\nITH5,2,Emilia,ITH,44.5,11.3,9\nITH5Z,3,Extra,ITH5,,,\n",
    )

    place = Place.objects.get(code="ITH5")
    assert (place.name["en"], place.latitude, place.longitude) == ("Emilia-Romagna", 44.5, 11.3)
    assert Place.objects.get(code="ITH5Z").name == {"en": "Extra"}


@pytest.mark.parametrize(
    "content",
    [
        "code,label_en,path\n/27/79,plant biotechnology,/agriculture/plant biotechnology\n",
        "nuts_code,level,name,parent,lat,lon\nAD,0,,,,\nITH5,2,Emilia,ITH,44.5,11.3\n",
    ],
)
def test_a_second_time_changes_nothing(tmp_path: Path, content: str) -> None:
    take_in(tmp_path, content)

    assert take_in(tmp_path, content).startswith("0 new, 0 updated, 2 as")


BAD = {
    "empty": ("", "line 1: The file is empty"),
    "another table": ("name;town\nA;B\n", "There is no column “code”"),
    "no name": ("scheme,code,label_en\ntag,a,\n", "line 2: This concept has no name"),
    "no code": ("scheme,code,label_en\ntag,,A\n", "line 2: This row has no code"),
    "an unknown list": ("scheme,code,label_en\nflags,a,A\n", "line 2: “flags” is no list of ours"),
    "no list": ("code,label_en\na,A\n", "line 2: “” is no list of ours"),
    "cells missing": ("scheme,code,label_en\ntag,a\n", "line 2: This row has 2 cells and the header has 3"),
    "an open quotation": (
        'scheme,code,label_en\ntag,a,"A\n',
        "line 2: A quotation opens here and never closes",
    ),
    "another alphabet": ("scheme,code,label_en\ntag,a,Città\n".encode("latin-1"), "not UTF-8"),
    "nothing broader": ("scheme,code,label_en,broader\ntag,a,A,z\n", "names a broader one, “z”"),
    "round": ("scheme,code,label_en,broader\ntag,a,A,b\ntag,b,B,a\n", "is broader than itself"),
    "a position on the moon": ("nuts_code,name,lat\nITH5,X,444\n", "line 2: “444” is no position"),
    "a code of nowhere": ("nuts_code,name\nNOWHERE,X\n", "line 2: “NOWHERE” is no NUTS code"),
    "a zip": (b"PK\x03\x04\x00\x00", "This is not"),
}


@pytest.mark.parametrize(("content", "sentence"), BAD.values(), ids=BAD)
def test_a_bad_file_is_refused_in_one_sentence(tmp_path: Path, content: str | bytes, sentence: str) -> None:
    with pytest.raises(CommandError, match=sentence):
        take_in(tmp_path, content)

    assert not Concept.objects.exists()
    assert not Reading.objects.exists()
