"""Words with which people say that they need something, and when: they name no subject.

*We are looking for somebody who knows … by September* would else find whoever has a date in
September, because in a small network such a word is as rare as a telling one. Accents folded.
"""

import re

from convivio.engine.analysis import fold

_EN = """january february march april june july august september october november december monday
    tuesday wednesday thursday friday saturday sunday year years month months week weeks today
    tomorrow two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty
    fifty hundred hundreds thousand somebody someone anybody anyone nobody lack lacks lacking
    missing know knows known find finding finds take takes took taking start starts started
    starting begin ready enough fewer able please help come comes partner partners
    consortium project projects company companies firm firms expert experts expertise people uses usage
    needs"""

_IT = """gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre
    dicembre lunedi martedi mercoledi giovedi venerdi sabato domenica anno anni mese mesi settimana
    settimane oggi domani due tre quattro cinque sette otto nove dieci undici dodici quindici venti
    trenta quaranta cinquanta cento duecento mille qualcuno nessuno manca mancano serve servono
    servirebbe servirebbero trovare trovi sappia sappiano conosca conoscono sapere conoscere
    partiamo partire inizio iniziare comincia cominciare pronto pronta pronti pronte aiuto cerchiamo
    cercando partner consorzio progetto progetti azienda aziende impresa imprese ditta ditte ente
    enti esperto esperta esperti esperte persone
    usa usano usare uso usi"""

TALK = frozenset(f"{_EN} {_IT}".split())

_AMOUNT = re.compile(r"\d{1,3}|(?:19|20)\d\d")
"""A small number or a year; a longer number names a standard."""


def is_talk(word: str) -> bool:
    """Say whether a word of a need is only how people ask."""
    return fold(word) in TALK


def says_nothing(word: str) -> bool:
    """Say whether a word names no subject to a reader: talk, a small number, a year.

    Numbers are looked up all the same: on real consortia they find a little.
    """
    return is_talk(word) or _AMOUNT.fullmatch(word) is not None
