"""A picture in news: drawn anew, said in both languages, shown to whoever reads the news, kept with it."""

import io
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate, now
from PIL import Image

from convivio.activity.models import Trace
from convivio.clusters.models import Cluster
from convivio.clusters.tests.factories import ClusterFactory, coordinator
from convivio.kernel.errors import NotAllowed
from convivio.pages.actions.news import change_news, send_out_again, withdraw_news
from convivio.pages.actions.news_pictures import (
    path_of,
    remove_news_picture,
    remove_unused_pictures,
    set_news_picture,
)
from convivio.pages.errors import NewsChangedMeanwhile, NewsPictureIsRefused, NewsPictureLacksWords
from convivio.pages.models import News
from convivio.pages.publishers import Publisher, of_cluster
from convivio.pages.tests.factories import NewsFactory, acts, officer
from convivio.pages.tests.test_news import writing
from convivio.people.acting import NOBODY, Acting
from convivio.people.privacy.retention import clear_out

pytestmark = pytest.mark.django_db
ALT = {"it": "La vasca di prova", "en": "The test tank"}
GPS = 0x8825
SECRET = "fotografata in casa"


@pytest.fixture(autouse=True)
def files(settings: object, tmp_path: Path) -> None:
    settings.FILES_FOLDER = tmp_path  # type: ignore[attr-defined]


@pytest.fixture
def cluster() -> Cluster:
    return ClusterFactory.create()


@pytest.fixture
def publisher(cluster: Cluster) -> Publisher:
    return of_cluster(cluster)


@pytest.fixture
def writer(cluster: Cluster) -> Acting:
    return acts(officer(cluster))


@pytest.fixture
def news(cluster: Cluster) -> News:
    return NewsFactory.create(cluster=cluster)


def picture(form: str = "JPEG", size: tuple[int, int] = (2000, 1000), colour: str = "red") -> bytes:
    """Take a picture with a place and a comment written into it."""
    exif, file = Image.Exif(), io.BytesIO()
    exif[270] = SECRET
    exif.get_ifd(GPS)[1] = "N"
    Image.new("RGB", size, colour).save(file, form, **({} if form == "GIF" else {"exif": exif}))
    return file.getvalue()


def with_picture(publisher: Publisher, news: News, by: Acting, **unusual: object) -> News:
    news.refresh_from_db()
    content = io.BytesIO(picture(**unusual))  # type: ignore[arg-type]
    set_news_picture(publisher, news, content, ALT, revision=news.revision, by=by)
    return news


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_picture_is_drawn_anew_in_two_sizes_without_its_place(
    publisher: Publisher, news: News, writer: Acting, form: str
) -> None:
    with_picture(publisher, news, writer, form=form)

    kept = {size: path_of(news.picture, size).read_bytes() for size in ("large", "small")}
    assert SECRET.encode() in picture(form)
    assert not any(SECRET.encode() in one for one in kept.values())
    for size, measures in (("large", (1600, 800)), ("small", (480, 240))):
        with Image.open(io.BytesIO(kept[size])) as image:
            assert (image.format, image.size, dict(image.getexif())) == ("JPEG", measures, {})
    assert (news.picture_width, news.picture_height) == (1600, 800)


def test_a_picture_without_a_ground_gets_a_white_one(
    publisher: Publisher, news: News, writer: Acting
) -> None:
    file = io.BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(file, "PNG")

    set_news_picture(publisher, news, io.BytesIO(file.getvalue()), ALT, revision=1, by=writer)

    with Image.open(path_of(news.picture, "large")) as image:
        assert image.getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>",
        b"%PDF-1.7",
        picture("GIF", (9, 9)),
        picture("JPEG")[:300],
        picture("PNG", (5001, 2)),
        b"\xff\xd8\xff" + b"\0" * (8 << 20),
    ],
    ids=["nothing", "svg", "pdf", "gif", "cut short", "too wide", "too large"],
)
def test_what_is_no_picture_of_ours_is_refused(
    publisher: Publisher, news: News, writer: Acting, sent: bytes
) -> None:
    with pytest.raises(NewsPictureIsRefused):
        set_news_picture(publisher, news, io.BytesIO(sent), ALT, revision=1, by=writer)

    news.refresh_from_db()
    assert (news.picture, news.revision) == ("", 1)


@pytest.mark.parametrize("alt", [{}, {"it": "Una vasca", "en": " "}, {"it": "", "en": "A tank"}])
def test_a_picture_needs_words_in_both_languages(
    publisher: Publisher, news: News, writer: Acting, alt: dict[str, str]
) -> None:
    with pytest.raises(NewsPictureLacksWords):
        set_news_picture(publisher, news, io.BytesIO(picture()), alt, revision=1, by=writer)


def test_nobody_else_sets_or_removes_a_picture(publisher: Publisher, news: News, writer: Acting) -> None:
    with_picture(publisher, news, writer)

    for other in (acts(officer(ClusterFactory.create())), acts(coordinator()), NOBODY):
        with pytest.raises(NotAllowed):
            with_picture(publisher, news, other)
        with pytest.raises(NotAllowed):
            remove_news_picture(publisher, news, revision=2, by=other)


def test_whoever_keeps_second_is_told(publisher: Publisher, news: News, writer: Acting) -> None:
    stale = News.objects.get(pk=news.pk)
    with_picture(publisher, news, writer)

    with pytest.raises(NewsChangedMeanwhile):
        set_news_picture(publisher, stale, None, ALT, revision=1, by=writer)
    with pytest.raises(NewsChangedMeanwhile):
        remove_news_picture(publisher, stale, revision=1, by=writer)


def test_other_words_and_another_standing_keep_the_picture(
    publisher: Publisher, news: News, writer: Acting
) -> None:
    digest = with_picture(publisher, news, writer).picture

    change_news(publisher, news, writing("Nuovo"), revision=2, out=True, by=writer)
    withdraw_news(publisher, news, by=writer)
    send_out_again(publisher, news, by=writer)

    kept = News.objects.get()
    assert (kept.picture, kept.picture_alt, kept.revision) == (digest, ALT, 5)


def test_its_words_change_without_sending_it_again(publisher: Publisher, news: News, writer: Acting) -> None:
    digest = with_picture(publisher, news, writer).picture

    set_news_picture(publisher, news, None, {"it": "Altro", "en": "Else"}, revision=2, by=writer)

    assert (news.picture, str(news.picture_alt["en"])) == (digest, "Else")
    with pytest.raises(NewsPictureIsRefused):
        set_news_picture(
            publisher, NewsFactory.create(publisher=news.publisher), None, ALT, revision=1, by=writer
        )


def test_it_is_on_record_and_goes_when_it_is_removed(
    publisher: Publisher, news: News, writer: Acting
) -> None:
    digest = with_picture(publisher, news, writer).picture

    remove_news_picture(publisher, news, revision=2, by=writer)

    verbs = list(Trace.objects.order_by("pk").values_list("verb", "facts__after"))
    assert verbs == [("news.picture_set", digest), ("news.picture_removed", "")]
    assert (news.picture, bool(news.picture_alt), news.large_picture_url) == ("", False, "")


def test_files_that_no_news_shows_go_a_day_later(publisher: Publisher, news: News, writer: Acting) -> None:
    old = with_picture(publisher, news, writer, colour="red").picture
    new = with_picture(publisher, news, writer, colour="blue").picture

    assert remove_unused_pictures(now()) == 0
    clear_out(now() + timedelta(days=2))

    assert [path_of(old, size).exists() for size in ("large", "small")] == [False, False]
    assert [path_of(new, size).exists() for size in ("large", "small")] == [True, True]


def test_the_picture_is_shown_in_the_list_and_on_the_page(
    client: Client, publisher: Publisher, news: News, writer: Acting
) -> None:
    with_picture(publisher, news, writer)
    client.cookies["django_language"] = "en"

    for page in (publisher.news_url, publisher.url, reverse("pages:news_item", args=[news.pk])):
        said = client.get(page).content.decode()
        assert news.small_picture_url in said
        assert 'alt="The test tank"' in said
    answer = client.get(news.large_picture_url)
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
    assert "sandbox" in answer["Content-Security-Policy"]


def test_who_may_not_read_the_news_does_not_get_its_picture(
    client: Client, publisher: Publisher, news: News, writer: Acting
) -> None:
    with_picture(publisher, news, writer)
    right = news.large_picture_url
    for wrong in (right.replace(news.picture, "0" * 64), right.replace("large", "huge")):
        assert client.get(wrong).status_code == 404

    withdraw_news(publisher, news, by=writer)
    assert client.get(right).status_code == 404
    assert writer.person is not None
    client.force_login(writer.person)
    assert client.get(right).status_code == 200


def test_the_office_sets_changes_and_removes_it_on_the_page(
    client: Client, publisher: Publisher, news: News, writer: Acting
) -> None:
    assert writer.person is not None
    client.force_login(writer.person)
    client.cookies["django_language"] = "en"
    page = reverse("pages:news_picture_writing", args=[publisher.slug, news.pk])
    words = {"alt_it": ALT["it"], "alt_en": ALT["en"]}

    lacking = client.post(page, {**words, "seen": 1})
    broken = client.post(page, {**words, "seen": 1, "file": SimpleUploadedFile("a.png", b"no")})
    kept = client.post(page, {**words, "seen": 1, "file": SimpleUploadedFile("a.jpg", picture())})
    stale = client.post(page, {**words, "seen": 1}, follow=True)

    assert [one.status_code for one in (lacking, broken, kept)] == [422, 422, 302]
    assert "This is not a picture" in broken.content.decode()
    assert "The test tank" in broken.content.decode()
    assert "look again" in stale.content.decode()
    client.post(page, {"remove": "yes", "seen": 2})
    assert News.objects.get().picture == ""


def test_a_draft_for_a_later_day_can_have_one(client: Client, publisher: Publisher, writer: Acting) -> None:
    later = NewsFactory.create(publisher=publisher.key, on=localdate() + timedelta(days=3))
    with_picture(publisher, later, writer)

    assert client.get(later.small_picture_url).status_code == 404


def test_who_may_not_is_told_so_before_anything_about_the_words(publisher: Publisher, news: News) -> None:
    stranger = acts(officer(ClusterFactory.create()))

    with pytest.raises(NotAllowed):
        set_news_picture(publisher, news, None, {"it": "", "en": ""}, revision=news.revision, by=stranger)
