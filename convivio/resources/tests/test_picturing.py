"""Pictures and documents: shown to whom the resource is shown, in an order, removed and brought back."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from convivio.files.errors import TooManyFiles
from convivio.files.keeping import Sort
from convivio.files.models import File
from convivio.files.tests.made import PDF, SVG, picture, sent
from convivio.kernel.errors import NotAllowed
from convivio.kernel.translated import in_both
from convivio.people.acting import Acting, acting_as
from convivio.resources.models import Picture, Resource
from convivio.resources.picturing import (
    add_document,
    add_picture,
    bring_back,
    say_anew,
    show_earlier,
    take_away,
)
from convivio.resources.tests.factories import ResourceFactory, at
from convivio.resources.tests.test_pages import person_of, signed_in

pytestmark = pytest.mark.django_db
SHOWS = in_both("Il reattore aperto", "The reactor, open")


def owner_of(resource: Resource) -> Acting:
    return acting_as(person_of(resource.owner, "read", "edit"))


def pictured(resource: Resource, by: Acting | None = None) -> Picture:
    return add_picture(resource, sent("foto.jpg", picture()), SHOWS, by=by or owner_of(resource))


def addresses_in(page: bytes) -> list[str]:
    return list(dict.fromkeys(re.findall(r"/files/[^\s\"]+", page.decode())))


def status(client: Client, address: str) -> int:
    return client.get(address).status_code


def test_a_picture_stands_on_the_page_and_in_the_catalogue_with_its_words(client: Client) -> None:
    resource = ResourceFactory.create()
    pictured(resource)

    for address in (resource.get_absolute_url(), reverse("resources:list")):
        page = client.get(address).content
        assert b'alt="Il reattore aperto"' in page
        assert {status(client, one) for one in addresses_in(page)} == {200}


def test_who_does_not_edit_for_the_owner_may_not_show_anything() -> None:
    resource = ResourceFactory.create()
    stranger = acting_as(person_of(ResourceFactory.create().owner, "read", "edit"))

    with pytest.raises(NotAllowed):
        pictured(resource, stranger)
    with pytest.raises(NotAllowed):
        add_document(resource, sent("manuale.pdf", PDF), by=stranger)


def test_there_is_room_for_six_pictures() -> None:
    resource = ResourceFactory.create()
    owner = owner_of(resource)
    for _number in range(6):
        pictured(resource, owner)

    with pytest.raises(TooManyFiles):
        pictured(resource, owner)


def test_a_picture_moves_up_and_its_words_change() -> None:
    resource = ResourceFactory.create()
    owner = owner_of(resource)
    first, second = pictured(resource, owner), pictured(resource, owner)

    show_earlier(second, by=owner)
    show_earlier(second, by=owner)
    say_anew(first, in_both("Dietro", "Behind"), by=owner)

    assert [one.pk for one in resource.pictures.shown()] == [second.pk, first.pk]
    assert str(Picture.objects.get(pk=first.pk).shows) == "Dietro"


def test_what_is_removed_is_gone_from_the_page_and_comes_back(client: Client) -> None:
    resource = ResourceFactory.create()
    owner = owner_of(resource)
    file = pictured(resource, owner).file
    link = addresses_in(client.get(resource.get_absolute_url()).content)[0]

    take_away(resource, file, by=owner)
    assert addresses_in(client.get(resource.get_absolute_url()).content) == []
    assert status(client, link) == 404

    bring_back(resource, file, by=owner)
    assert status(client, link) == 200


def test_a_link_dies_with_the_visibility_of_its_resource(client: Client) -> None:
    resource = ResourceFactory.create()
    add_document(resource, sent("manuale.pdf", PDF), by=owner_of(resource))
    (link,) = addresses_in(client.get(resource.get_absolute_url()).content)
    assert status(client, link) == 200

    Resource.objects.update(audience=resource.owner.key, visibility="private")
    assert status(client, link) == 404


def test_what_is_withdrawn_shows_its_files_to_its_owner_alone(client: Client) -> None:
    resource = ResourceFactory.create()
    owner = signed_in(resource.owner, "read", "edit")
    pictured(resource)
    link = addresses_in(client.get(resource.get_absolute_url()).content)[0]

    Resource.objects.update(withdrawn_at=at(9).begin)
    assert (status(client, link), status(owner, link)) == (404, 200)


def test_the_page_of_files_takes_a_picture_and_a_document() -> None:
    resource = ResourceFactory.create()
    client, address = (
        signed_in(resource.owner, "read", "edit"),
        reverse("resources:files", args=[resource.slug]),
    )

    said = {"file": sent("foto.jpg", picture()), "shows_it": "Davanti", "shows_en": "In front"}
    assert client.post(address, said).status_code == 302
    assert client.post(address, {"is_document": "yes", "document": sent("m.pdf", PDF)}).status_code == 302
    assert sorted(File.objects.values_list("sort", flat=True)) == [Sort.DOCUMENT, Sort.PICTURE]


@pytest.mark.parametrize(
    ("said", "status", "words"),
    [
        ({"shows_it": "Davanti", "shows_en": "In front"}, 422, "Questo campo è obbligatorio"),
        ({"shows_it": "Davanti", "shows_en": ""}, 422, "Davanti"),
        ({"shows_it": "Davanti", "shows_en": "Front", "file": SVG}, 422, "PNG, un JPEG o un WebP"),
    ],
)
def test_what_cannot_be_shown_is_refused_and_what_was_typed_is_kept(said, status, words) -> None:
    resource = ResourceFactory.create()
    if "file" in said:
        said = {**said, "file": sent("disegno.svg", said["file"])}

    answer = signed_in(resource.owner, "read", "edit").post(
        reverse("resources:files", args=[resource.slug]), said
    )

    assert answer.status_code == status
    assert words in answer.content.decode()


def test_a_stranger_finds_no_page_of_files_and_sends_nothing() -> None:
    resource = ResourceFactory.create()
    client, address = signed_in(), reverse("resources:files", args=[resource.slug])

    assert client.get(address).status_code == 404
    assert client.post(address, {"file": sent("foto.jpg", picture())}).status_code == 404
    assert not File.objects.exists()


@pytest.mark.parametrize(("answer", "status"), [("remove", 302), ("earlier", 302), ("what", 404)])
def test_the_buttons_of_a_file(answer: str, status: int) -> None:
    resource = ResourceFactory.create()
    file = pictured(resource).file
    client = signed_in(resource.owner, "read", "edit")

    address = reverse("resources:file", args=[resource.slug, file.pk])
    assert client.post(address, {"answer": answer}).status_code == status


def test_a_file_of_another_resource_is_not_reached_through_ours() -> None:
    ours, theirs = ResourceFactory.create(), ResourceFactory.create()
    file = pictured(theirs).file
    client = signed_in(ours.owner, "read", "edit")

    address = reverse("resources:file", args=[ours.slug, file.pk])
    assert client.post(address, {"answer": "remove"}).status_code == 404
