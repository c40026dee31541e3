"""What a member list may say of an organisation, and how its columns are often called. Plain Python."""

from collections.abc import Mapping, Sequence

from convivio.opendata.csv_tables import plain
from convivio.opendata.unreadable import gettext_noop

FIELDS = {
    "name": gettext_noop("Name"),
    "short_name": gettext_noop("Short name"),
    "vat": gettext_noop("VAT number"),
    "pic": gettext_noop("PIC"),
    "kind": gettext_noop("Kind"),
    "size": gettext_noop("Size"),
    "category": gettext_noop("Membership category"),
    "member_since": gettext_noop("Member since"),
    "member_until": gettext_noop("Member until"),
    "street": gettext_noop("Street"),
    "postcode": gettext_noop("Postcode"),
    "city": gettext_noop("Town"),
    "province": gettext_noop("Province or NUTS code"),
    "country": gettext_noop("Country"),
    "website": gettext_noop("Website"),
    "description_it": gettext_noop("What they do, in Italian"),
    "description_en": gettext_noop("What they do, in English"),
    "founded": gettext_noop("Founded in"),
    "staff_count": gettext_noop("People"),
}
"""Our fields, in the order in which a sample shows them, with their names for people."""

ALIASES = {
    "name": "nome denominazione ragione_sociale organizzazione ente azienda impresa socio membro organisation "
    "organization company legal_name member denominazione_sociale nome_organizzazione nome_azienda",
    "short_name": "nome_breve sigla acronimo acronym abbreviation",
    "vat": "partita_iva p_iva piva vat_number vatnumber cf_piva vat_no codice_iva partita_iva_codice_fiscale",
    "pic": "pic_code codice_pic pic_number participant_identification_code",
    "kind": "tipo tipologia tipo_organizzazione organisation_type organization_type type natura forma",
    "size": "dimensione dimensione_impresa company_size classe_dimensionale",
    "category": "categoria_di_socio categoria categoria_socio categoria_associativa membership_category categoria_soci",
    "member_since": "socio_dal data_adesione data_iscrizione adesione joined joined_on membership_date "
    "data_di_adesione iscritto_dal",
    "member_until": "socio_fino_al data_recesso data_uscita recesso uscita left_on member_to membership_end "
    "data_di_recesso iscritto_fino_al fino_al",
    "street": "indirizzo via address sede sede_legale street_address indirizzo_sede",
    "postcode": "cap codice_postale zip postal_code post_code zip_code",
    "city": "citta comune localita town municipality città",
    "province": "provincia_o_codice_nuts provincia prov pr nuts nuts_code nuts3 nutscode",
    "country": "paese nazione stato country_code",
    "website": "sito sito_web web url www site homepage web_site pagina_web",
    "description_it": "che_cosa_fa_in_italiano descrizione attivita attività descrizione_it presentazione profilo cosa_fa ambito",
    "description_en": "che_cosa_fa_in_inglese description activity profile descrizione_en about descrizione_inglese",
    "founded": "fondata_nel anno_fondazione fondata anno_di_fondazione founded year_founded foundation_year anno_costituzione",
    "staff_count": "dipendenti addetti numero_dipendenti employees staff n_dipendenti numero_addetti headcount people",
}


def guess(
    headers: Sequence[str], fields: Mapping[str, str] = FIELDS, aliases: Mapping[str, str] = ALIASES
) -> dict[int, str]:
    """Say which column is which of our fields, by its title; each field once, the first that fits."""
    known = {
        plain(title): field
        for field, words in aliases.items()
        for title in (field, fields[field], *words.split())
    }
    found: dict[int, str] = {}
    for place, header in enumerate(headers):
        field = known.get(plain(header))
        if field and field not in found.values():
            found[place] = field
    return found
