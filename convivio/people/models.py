from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from convivio.kernel.keys import key_of
from convivio.kernel.translated import Translated


class PersonManager(BaseUserManager["Person"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Person":
        """Make an account, without a password unless one is given."""
        person = self.model(email=email.strip().lower(), **fields)
        if password:
            person.set_password(password)
        else:
            person.set_unusable_password()
        person.save(using=self._db)
        return person

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "Person":
        """Make the account of someone who looks after the installation."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class Person(AbstractBaseUser, PermissionsMixin):
    """Someone with an account, known by an e-mail address.

    `unread` is how many notices they have not read: the notices keep it, so that no page has to ask.
    """

    email = models.EmailField(_("e-mail address"), max_length=254, unique=True)
    name = models.CharField(_("name"), max_length=120, blank=True)
    job = models.CharField(_("what you do"), max_length=160, blank=True)
    language = models.CharField(_("language"), max_length=5, default="it")
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    is_invented = models.BooleanField(default=False, editable=False)
    introduction = models.JSONField(default=dict, blank=True, editable=False)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    shown_to: "models.JSONField[Any, Any]" = models.JSONField(default=dict, blank=True, editable=False)
    unread = models.PositiveIntegerField(null=True, blank=True, editable=False)
    joined_at = models.DateTimeField(default=now, editable=False)
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [models.UniqueConstraint(Lower("email"), name="one_account_for_an_address")]

    def __str__(self) -> str:
        if self.erased_at is not None:
            return str(_("somebody who was forgotten"))
        return self.name or self.email

    @property
    def key(self) -> str:
        return key_of(self)

    @property
    def introduced(self) -> str:
        """What an invented person can show, in the reader's language."""
        return str(Translated(self.introduction))

    def has_usable_password(self) -> bool:
        """Say whether there is a password: none that was never given is one."""
        return bool(self.password) and super().has_usable_password()

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return (self.name or self.email).split(" ")[0].split("@")[0]


class TokenQuerySet(models.QuerySet["Token"]):
    def valid_at(self, moment: datetime) -> "TokenQuerySet":
        """Keep the tokens that open the API at this moment."""
        return self.filter(revoked_at=None, person__is_active=True).filter(
            Q(expires_at=None) | Q(expires_at__gt=moment)
        )


class Token(models.Model):
    """A secret with which a program acts as a person; only its digest is kept."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="tokens")
    name = models.CharField(_("what it is for"), max_length=80)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    beginning = models.CharField(max_length=12, editable=False)
    acting_for = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField(default=now, editable=False)
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = TokenQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


LONGEST_INVITATION = timedelta(days=14)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open_at(self, moment: datetime) -> "InvitationQuerySet":
        """Keep the invitations that can be accepted at this moment: none outlives its longest time."""
        return self.filter(
            accepted_at=None,
            revoked_at=None,
            declined_at=None,
            expires_at__gt=moment,
            made_at__gt=moment - LONGEST_INVITATION,
        )


class Invitation(models.Model):
    """A letter to an address: whoever opens it there takes up what it offers, once, before it expires.

    What it offers is known to the room that wrote it: `kind` names the room's answer, `offer`
    holds its words. Only the digest of its secret is kept.
    """

    email = models.EmailField(_("e-mail address"), max_length=254)
    kind = models.CharField(max_length=40, editable=False)
    subject = models.CharField(max_length=60, editable=False)
    offer: "models.JSONField[Any, Any]" = models.JSONField(default=dict, editable=False)
    language = models.CharField(max_length=5, default="it")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    acting_for = models.CharField(max_length=40, blank=True, editable=False)
    made_at = models.DateTimeField(default=now, editable=False)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True, editable=False)
    accepted_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    declined_at = models.DateTimeField(null=True, blank=True, editable=False)
    revoked_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["subject", "made_at"], name="invitations_by_subject")]

    def __str__(self) -> str:
        return self.email

    def is_open_at(self, moment: datetime) -> bool:
        """Say whether it can be accepted at this moment."""
        end = min(self.expires_at, self.made_at + LONGEST_INVITATION)
        answers = (self.accepted_at, self.declined_at, self.revoked_at)
        return moment < end and all(answer is None for answer in answers)


class Consent(models.Model):
    """What somebody agreed to, in which words, and until when."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=40)
    words = models.CharField(max_length=400)
    given_at = models.DateTimeField(default=now, editable=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "purpose"], condition=Q(withdrawn_at=None), name="one_standing_consent"
            )
        ]

    def __str__(self) -> str:
        return self.purpose


class ErasureWish(models.Model):
    """Somebody wants to be forgotten: done when it is due, unless they take it back before."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="erasure_wishes")
    asked_at = models.DateTimeField(default=now, editable=False)
    due_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True, blank=True, editable=False)
    done_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(taken_back_at=None, done_at=None), name="one_open_erasure_wish"
            )
        ]

    def __str__(self) -> str:
        return key_of(self)
