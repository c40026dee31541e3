import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image, PngImagePlugin

from convivio.kernel.errors import NotAllowed
from convivio.organisations.editing.logos import SIDE, drawn_anew, path_of, remove_logo, set_logo
from convivio.organisations.errors import LogoIsRefused
from convivio.organisations.tests.factories import OrganisationFactory, editor_of, member_of
from convivio.people.tests.factories import PersonFactory, acting

SECRET = "fotografata in casa"


def picture(form: str = "PNG", size: tuple[int, int] = (600, 300), mode: str = "RGB") -> bytes:
    more: dict[str, Any] = {}
    file = io.BytesIO()
    if form == "PNG":
        more["pnginfo"] = PngImagePlugin.PngInfo()
        more["pnginfo"].add_text("Comment", SECRET)
    elif form in {"JPEG", "WEBP"}:
        more["exif"] = Image.Exif()
        more["exif"][270] = SECRET
    Image.new(mode, size, "red" if mode == "RGB" else 1).save(file, form, **more)
    return file.getvalue()


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
def test_a_picture_is_drawn_anew_small_and_without_what_was_written_into_it(form: str) -> None:
    sent = picture(form)

    kept = drawn_anew(io.BytesIO(sent))

    with Image.open(io.BytesIO(kept)) as image:
        assert (image.format, image.size, image.info) == ("PNG", (SIDE, SIDE // 2), {})
    assert SECRET.encode() in sent
    assert SECRET.encode() not in kept


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>",
        b"%PDF-1.7",
        picture("GIF"),
        picture("BMP"),
        picture("PNG")[:200],
        picture(size=(4001, 2)),
        b"\x89PNG\r\n\x1a\n" + b"\0" * 3_000_000,
    ],
    ids=["nothing", "svg", "pdf", "gif", "bmp", "cut short", "too wide", "too large"],
)
def test_what_is_no_picture_of_ours_is_refused(sent: bytes) -> None:
    with pytest.raises(LogoIsRefused):
        drawn_anew(io.BytesIO(sent))


@pytest.mark.django_db
def test_a_logo_is_shown_to_whoever_sees_the_organisation_and_to_nobody_else(client: Client) -> None:
    hidden = OrganisationFactory.create(only_for_members=True)
    shown = OrganisationFactory.create()
    for organisation in (hidden, shown):
        set_logo(organisation, io.BytesIO(picture()), by=acting(editor_of(organisation)))

    response: Any = client.get(shown.logo_url)

    assert response["Content-Type"] == "image/png"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response.content.startswith(b"\x89PNG")
    assert shown.logo_url in client.get(shown.get_absolute_url()).content.decode()
    assert client.get(hidden.logo_url).status_code == 404
    assert client.get(shown.logo_url.replace(shown.logo, "0" * 64)).status_code == 404


@pytest.mark.django_db
def test_only_who_may_edit_sets_a_logo_and_the_letters_come_back_without_it() -> None:
    organisation = OrganisationFactory.create()
    with pytest.raises(NotAllowed):
        set_logo(organisation, io.BytesIO(picture()), by=acting(member_of(organisation)))

    set_logo(organisation, io.BytesIO(picture()), by=acting(editor_of(organisation)))
    assert path_of(organisation.logo).exists()
    remove_logo(organisation, by=acting(editor_of(organisation)))

    organisation.refresh_from_db()
    assert organisation.logo_url == ""


@pytest.mark.django_db
def test_a_refused_file_is_told_on_the_page(client: Client) -> None:
    organisation = OrganisationFactory.create()
    client.force_login(editor_of(organisation))
    address = reverse("organisations:logo", args=[organisation.slug])

    refused = client.post(address, {"logo": SimpleUploadedFile("logo.svg", b"<svg></svg>")})
    taken = client.post(address, {"logo": SimpleUploadedFile("logo.png", picture())})

    assert refused.status_code == 422
    assert 'role="alert"' in refused.content.decode()
    assert taken.status_code == 302
    client.force_login(PersonFactory.create())
    assert client.post(address, {"logo": SimpleUploadedFile("logo.png", picture())}).status_code == 403
