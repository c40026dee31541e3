"""What the walk needs and no page shows: sessions of four people, a letter's secret, one row of each rare kind."""

import json
import os
import subprocess
import sys
from pathlib import Path

PLANT = """
import json, secrets
from datetime import timedelta
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.utils.timezone import localdate, now
from convivio.clusters.models import Cluster
from convivio.dues.models import Batch
from convivio.kernel.keys import key_of
from convivio.kernel.translated import in_both
from convivio.needs.models import Answer, Asker, Entry
from convivio.notices.mail_acts import mail_link
from convivio.notices.stop_links import stop_address as notices_stop_address
from convivio.office.circular_letters import stop_address
from convivio.office.models import Circular, Contact, Deed
from convivio.opendata.moving_in.actions import send_workbook, take_in_workbook
from convivio.opendata.moving_in.tests.books import book, one_of_each
from convivio.organisations.mandates.inviting import KIND
from convivio.organisations.models import Claim, Identifier, Mandate, Merge, Organisation, Site
from convivio.people.invitations.inviting import digest_of
from convivio.people.acting import acting_as
from convivio.people.models import Invitation, Person
from convivio.people.permissions import may_erase
from convivio.skills.models import Skill

def session_of(person):
    client = Client()
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client.cookies[settings.SESSION_COOKIE_NAME].value

with transaction.atomic():
    people = {name: Person.objects.get(name__startswith=f"{name} ", is_invented=True, email__endswith=ending)
        for name, ending in (("Irene", "@convivio.example"), ("Marta", "zanfini@convivio.example"),
                             ("Elena", "@convivio.example"), ("Martina", "@sinapsa-riabilita.example"))}
    salute, firm = Cluster.objects.get(slug="salute"), Organisation.objects.get(slug="sinapsa-riabilita")
    irene, marta, martina = people["Irene"], people["Marta"], people["Martina"]
    secret = secrets.token_urlsafe(32)
    Invitation.objects.create(email=irene.email, kind=KIND, subject=firm.key, offer={"rights": ["book"], "until": ""},
        digest=digest_of(secret), invited_by=martina, acting_for=firm.key, expires_at=now() + timedelta(days=7))
    ending = Mandate.objects.create(person=irene, organisation=firm, right="pay", from_on=localdate(),
        until_on=localdate() + timedelta(days=5))
    last_part = lambda address: address.rstrip("/").rpartition("/")[2]
    site = Site.objects.create(organisation=firm, name="Officina delle prove", city="Cento", country="IT")
    Identifier.objects.get_or_create(organisation=firm, scheme="pic", defaults={"value": "999999946"})
    draft = Circular.objects.create(cluster=salute, subject=in_both("Bozza", "Draft"),
        text=in_both("Da **finire**.", "To be **finished**."), written_by=marta)
    Deed.objects.create(cluster=salute, kind=Deed.Kind.NOTE, done_by=marta)
    batch = Batch.objects.create(cluster=salute, year=2029, person=marta, ended_at=now())
    gone = Organisation.objects.create(slug=f"unito-{secrets.token_hex(4)}", name="Già Unito S.r.l.", audience="merged",
        visibility="private", merged_into=firm)
    Merge.objects.create(kept=firm, gone=gone, made_by=people["Elena"], moved={"changes": [], "read_again": []})
    nadia = Person.objects.get(name__startswith="Nadia ", email__endswith="@convivio.example")
    claim, _made = Claim.objects.get_or_create(organisation=Organisation.objects.get(slug="fermento-lieve"), person=nadia,
        defaults={"words": "Seguo io le prove di laboratorio."})
    office = acting_as(marta, salute.key)
    waiting_book = send_workbook(SimpleUploadedFile("trasloco.xlsx", one_of_each()), salute, acting=office)
    contacts = book(Contatti=[("Dario Nenni", "", "Fondazione Valdora", "alla fiera")])
    taken_book = send_workbook(SimpleUploadedFile("contatti.xlsx", contacts), salute, acting=office)
    take_in_workbook(taken_book, acting=office)
print(json.dumps({
    **{name: session_of(person) for name, person in people.items()},
    "invitation": secret,
    "stopping": stop_address(salute, irene).rstrip("/").rpartition("/")[2],
    "notices_stop": last_part(notices_stop_address(irene, ["mandate.given", "access.ending"])),
    "mail_act": last_part(mail_link(martina, "mandate.prolong", key_of(ending))),
    "batch": str(batch.pk),
    "own_entry": Asker.objects.filter(organisation=firm).first().entry.address,
    "entry_answer": Answer.objects.filter(entry__in=Asker.objects.filter(organisation=firm).values("entry")).first().address,
    "other_entry": Asker.objects.filter(organisation__slug="goccia-contata").first().entry.address,
    "own_skill": str(Skill.objects.filter(organisation=firm).first().pk),
    "waiting_workbook": waiting_book.token,
    "taken_workbook": taken_book.token,
    "site": str(site.pk),
    "circular": str(Circular.objects.exclude(sent_at=None).first().pk),
    "draft": str(draft.pk),
    "contact": str(Contact.objects.filter(cluster=salute).first().pk),
    "colleague": str(irene.pk),
    "claim": str(claim.pk),
    "forgettable": str(next(one.pk for one in Person.objects.order_by("pk") if may_erase(acting_as(marta), one))),
}))
"""


def planted(home: Path) -> dict[str, str]:
    """Plant in the home of an open demonstration, and say by which number or secret each is found."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("CONVIVIO_")}
    environment |= {"CONVIVIO_HOME": str(home), "CONVIVIO_DEMO": "yes"}
    command = [sys.executable, "-m", "convivio", "shell", "-v0", "-c", PLANT]
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)  # noqa: S603 - our own
    found: dict[str, str] = json.loads(done.stdout.splitlines()[-1])
    return found
