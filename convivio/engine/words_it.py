"""Italian words that say nothing about a subject, and those that the stemmer parts.

Everything is written with its accents folded, because folding comes first.

The Snowball stemmer sends a singular and its plural to different stems in a few families that are
this field's own: *laboratorio* and *laboratori* (read as the plural of an agent in -atore),
*caseificio* and *caseifici*, *serbatoio* and *serbatoi*, *solare* and *solari* (read as a verb).
`ONE_FORM` sends such a word to the form whose stem is right; a test holds each family together.
"""

STOP_WORDS = frozenset(
    """a abbia abbiamo abbiano abbiate ad adesso agli ai al alcun alcuna alcune alcuni all alla alle
    allo allora altra altre altri altro anche ancora anzi appena attraverso avendo avere avesse
    avessero aveva avevamo avevano avra avranno avrebbe avrebbero avuta avuto basta bene c ce che
    chi ci cio cioe circa coi col come con contro cosa cosi cui d da dagli dai dal dall dalla dalle
    dallo davvero degli dei del dell della delle dello dentro di dietro dopo dov dove dovra durante
    e ecc ed egli ella entro era erano eravamo essa esse essendo essere essi esso fa fanno far fara
    fare fatta fatto fin fino fosse fossero fra fu fuori furono gia gli grazie ha hai hanno ho i il
    in infatti infine inoltre insieme invece io l la le lei li lo loro lui ma mai malgrado me
    mediante meno mentre mi mia mie miei mio molta molte molti molto ne nei negli nel nell nella
    nelle nello nessun nessuna nessuno no noi non nonche nostra nostre nostri nostro o od ogni ogni
    oltre oppure ora ovvero parte per perche percio pero piu po poco poi poiche presso prima proprio
    pur pure qua qual qualche quale quali qualsiasi quando quanta quante quanti quanto quasi quel
    quell quella quelle quelli quello quest questa queste questi questo qui quindi s sara saranno
    sarebbe sarebbero se sebbene secondo sei sempre senza si sia siamo siano siate siete solo sono
    sopra sopratutto soprattutto sotto sta stata state stati stato stessa stesse stessi stesso su
    sua subito sue sugli sui sul sull sulla sulle sullo suo suoi tale tali tanto te ti tra tramite
    tu tua tue tuo tuoi tutta tuttavia tutte tutti tutto un una uno v va vari varia varie vario
    verra verranno verso vi via voi vostra vostre vostri vostro cerca cerchiamo cercano cerco
    vogliamo vuole vorremmo""".split()
)

_ORIO = """laborator osservator ambulator poliambulator conservator interrogator cremator
    sanator""".split()
_FICIO = """edific benefic orific artific caseific opific lanific zuccherific pastific birrific
    panific mobilific sacrific salumific maglific cementific""".split()
_OIO = """serbato essiccato lavato franto mattato corrido laminato abbeverato""".split()
_ARE = """aliment agroaliment element nucle sol line molecol cellul regol circol muscol ocul
    vascol cardiovascol cerebrovascol modul popol particol milit intramuscol
    extracellul intracellul macromolecol multidisciplin interdisciplin transdisciplin""".split()

ONE_FORM: dict[str, str] = {
    **{stem + "i": stem + "io" for stem in _ORIO + _FICIO + _OIO},
    **{stem + "are": stem + "ari" for stem in _ARE},
    "superfici": "superficie",
    "acque": "acqua",
    "laghi": "lago",
    "anziani": "anziano",
}
