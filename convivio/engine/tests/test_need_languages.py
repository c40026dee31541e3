from convivio.engine.need import by_language

ENGLISH = "People who leave hospital after a stroke do on average less than a quarter of the exercise."
ITALIAN = "Chi esce dall’ospedale dopo un ictus fa in media meno di un quarto dell’esercizio che servirebbe."


def test_each_line_goes_with_its_own_language() -> None:
    assert by_language(f"{ENGLISH}\n{ITALIAN}", "en") == {"en": ENGLISH, "it": ITALIAN}


def test_a_line_too_short_to_tell_goes_with_the_text() -> None:
    assert by_language(f"{ITALIAN}\nrobot, home", "it") == {"it": f"{ITALIAN}\nrobot, home"}
