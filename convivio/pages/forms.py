from typing import Any

from django import forms
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from convivio.clusters.models import ValueChain
from convivio.kernel.keys import number_in
from convivio.kernel.translated import Translated
from convivio.organisations.models import Organisation
from convivio.pages.actions.bodies import Founding, Sitting
from convivio.pages.actions.funding import Grant
from convivio.pages.actions.news import Writing
from convivio.pages.models import Body, Funding, News, Programme, Term
from convivio.pages.parts import Part
from convivio.pages.publishers import Publisher

LONGEST = 40_000
LONGEST_TITLE = 160
LONGEST_ALT = 240


def _text(label: Any, rows: int, css: str = "words", longest: int = LONGEST) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows, "class": css})
    return forms.CharField(label=label, required=False, max_length=longest, widget=widget)


def _line(label: Any, longest: int, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=longest, **{"required": False, **more})


def _day(label: Any, *, required: bool = True, **more: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget, **more)


def _tidy(text: str) -> str:
    """Take away what browsers add: their ends of line, and the space around."""
    return text.replace("\r\n", "\n").strip()


class TextForm(forms.Form):
    """One text, in both languages, and the version it began from."""

    words_it = _text(_("In Italian"), 10)
    words_en = _text(_("In English"), 10)
    based_on = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=10**6)
    note = _line(_("What changed, for the list of versions"), 200)

    def __init__(self, *args: Any, part: Part, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("words_it", "words_en"):
            self.fields[name].widget.attrs["rows"] = part.rows
            self.fields[name].widget.attrs["lang"] = name[-2:]

    @property
    def words(self) -> Translated:
        """Say what was written, with what can be read of it even when the form is refused."""
        said = self.cleaned_data
        return Translated(it=_tidy(said.get("words_it", "")), en=_tidy(said.get("words_en", "")))


class NewsForm(forms.Form):
    """A piece of news, in both languages."""

    title_it = _line(_("Title, in Italian"), LONGEST_TITLE)
    title_en = _line(_("Title, in English"), LONGEST_TITLE)
    words_it = _text(_("Text, in Italian"), 12)
    words_en = _text(_("Text, in English"), 12)
    on = _day(_("Day"), help_text=_("It can be read from this day on; a later day waits."))
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    @property
    def writing(self) -> Writing:
        said = self.cleaned_data
        return Writing(
            title={"it": said["title_it"].strip(), "en": said["title_en"].strip()},
            words={"it": _tidy(said["words_it"]), "en": _tidy(said["words_en"])},
            on=said["on"],
        )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not any(said.get(name, "").strip() for name in ("title_it", "title_en")):
            self.add_error("title_it", _("Write a title, in one language at least."))
        return said


class NewsPictureForm(forms.Form):
    """The picture of a piece of news, and what it shows, in both languages."""

    file = forms.FileField(
        label=_("Picture"),
        required=False,
        help_text=_(
            "A PNG, JPEG or WebP, up to 8 MB and 5,000 pixels. It is drawn anew: what a camera wrote into it, "
            "such as the place, is not kept."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )
    alt_it = _line(_("What it shows, in Italian"), LONGEST_ALT, required=True)
    alt_en = _line(_("What it shows, in English"), LONGEST_ALT, required=True)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, files: Any = None, *, news: News) -> None:
        alt = news.picture_alt
        initial = {"alt_it": alt.get("it", ""), "alt_en": alt.get("en", ""), "seen": news.revision}
        super().__init__(data, files, initial=initial)
        self.fields["file"].required = not news.picture

    @property
    def revision(self) -> int:
        """The revision of the news that was seen; none of it, when it was not said."""
        return number_in(self.data.get("seen", "")) or 0


class BodyForm(forms.Form):
    """What a body is."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Body.Kind.choices)
    name_it = _line(_("Name, in Italian"), LONGEST_TITLE, required=True)
    name_en = _line(_("Name, in English"), LONGEST_TITLE)
    words_it = _text(_("What it does, in Italian"), 3, longest=600)
    words_en = _text(_("What it does, in English"), 3, longest=600)
    chain = forms.ModelChoiceField(ValueChain.objects.none(), label=_("Value chain"), required=False)

    def __init__(self, *args: Any, publisher: Publisher, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chains = self.fields["chain"]
        assert isinstance(chains, forms.ModelChoiceField)  # noqa: S101 - it is declared above
        chains.queryset = ValueChain.objects.filter(cluster=publisher.cluster).order_by("slug")
        if publisher.cluster is None:
            del self.fields["chain"]

    @property
    def founding(self) -> Founding:
        said = self.cleaned_data
        return Founding(
            kind=said["kind"],
            name={"it": said["name_it"].strip(), "en": said["name_en"].strip()},
            words={"it": said["words_it"].strip(), "en": said["words_en"].strip()},
            chain=said.get("chain"),
        )


class _Dated(forms.Form):
    """Something from a day to a day."""

    from_on = _day(_("From"))
    until_on = _day(_("Until"), required=False, help_text=_("Leave it empty while no end is known."))

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        first, last = said.get("from_on"), said.get("until_on")
        if first and last and last < first:
            self.add_error("until_on", _("The last day comes before the first: write a later one."))
        return said


class TermForm(_Dated):
    """Somebody's place in a body."""

    person_name = _line(
        _("Name and surname"), 120, required=True, error_messages={"required": _("Write who it is.")}
    )
    role = forms.ChoiceField(label=_("Role"), choices=Term.Role.choices, initial=Term.Role.MEMBER)
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("Organisation"),
        required=False,
        empty_label=_("none"),
        help_text=_("One of the members, if they sit for it."),
    )
    field_order = ("person_name", "role", "organisation", "from_on", "until_on")

    def __init__(self, *args: Any, publisher: Publisher, term: Term | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - it is declared above
        chosen = Q(memberships__isnull=False)
        if publisher.cluster:
            chosen = Q(memberships__cluster=publisher.cluster)
        if term and term.organisation_id:
            chosen |= Q(pk=term.organisation_id)
        field.queryset = Organisation.objects.filter(chosen).distinct().only("name").order_by("name")

    @property
    def sitting(self) -> Sitting:
        said = self.cleaned_data
        return Sitting(
            person_name=" ".join(said["person_name"].split()),
            role=said["role"],
            organisation=said["organisation"],
            from_on=said["from_on"],
            until_on=said["until_on"],
        )


class FundingForm(_Dated):
    """What a programme pays for."""

    programme = forms.ModelChoiceField(Programme.objects.all(), label=_("Programme"), empty_label=None)
    purpose_it = _line(_("What for, in Italian"), 300)
    purpose_en = _line(_("What for, in English"), 300)
    act = _line(
        _("Act"), 200, help_text=_("The resolution or decision that grants it, with its number and year.")
    )
    field_order = ("programme", "purpose_it", "purpose_en", "act", "from_on", "until_on")

    @property
    def grant(self) -> Grant:
        said = self.cleaned_data
        return Grant(
            programme=said["programme"],
            purpose={"it": said["purpose_it"].strip(), "en": said["purpose_en"].strip()},
            act=said["act"].strip(),
            from_on=said["from_on"],
            until_on=said["until_on"],
        )


def initial_news(news: News | None) -> dict[str, Any]:
    if news is None:
        return {"on": localdate()}
    title, words = news.title, news.words
    return {
        "title_it": title.get("it", ""),
        "title_en": title.get("en", ""),
        "words_it": words.get("it", ""),
        "words_en": words.get("en", ""),
        "on": news.on,
        "revision": news.revision,
    }


def initial_body(body: Body | None) -> dict[str, Any]:
    if body is None:
        return {}
    return {
        "kind": body.kind,
        "name_it": body.name.get("it", ""),
        "name_en": body.name.get("en", ""),
        "words_it": body.words.get("it", ""),
        "words_en": body.words.get("en", ""),
        "chain": body.chain_id,
    }


def initial_term(term: Term | None) -> dict[str, Any]:
    if term is None:
        return {"from_on": localdate()}
    return {
        "person_name": term.person_name,
        "role": term.role,
        "organisation": term.organisation_id,
        "from_on": term.from_on,
        "until_on": term.until_on,
    }


def initial_funding(funding: Funding | None) -> dict[str, Any]:
    if funding is None:
        return {"from_on": localdate()}
    return {
        "programme": funding.programme_id,
        "purpose_it": funding.purpose.get("it", ""),
        "purpose_en": funding.purpose.get("en", ""),
        "act": funding.act,
        "from_on": funding.from_on,
        "until_on": funding.until_on,
    }
