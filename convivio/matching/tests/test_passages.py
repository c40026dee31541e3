from convivio.matching.passages import LONGEST, Terms, passages

TERMS: Terms = {("en", "sensor"), ("it", "sensor"), ("it", "and"), ("en", "un")}
TEXT = "Rooms are cold. Sensors and more sensors see it. We measure 1.5 litres! One sensor, un filtro."


def test_the_sentences_that_speak_of_it_are_given_in_their_order() -> None:
    assert [one.text for one in passages(TEXT, TERMS)] == [
        "Sensors and more sensors see it.",
        "One sensor, un filtro.",
    ]


def test_the_words_looked_for_are_marked_and_small_words_are_not() -> None:
    marked = [piece for one in passages(TEXT, TERMS) for piece, is_marked in one.pieces if is_marked]

    assert marked == ["Sensors", "sensors", "sensor"]


def test_a_text_that_speaks_of_nothing_gives_its_beginning() -> None:
    [only] = passages(TEXT, {("en", "glaze")})

    assert only.text == "Rooms are cold."
    assert not only.holds_any


def test_an_empty_text_has_no_passage() -> None:
    assert passages("", TERMS) == passages(" … \n", TERMS)[:0] == []


def test_a_number_does_not_end_a_sentence() -> None:
    assert [one.text for one in passages("It takes 1.5 sensors a day.", TERMS)] == [
        "It takes 1.5 sensors a day."
    ]


def test_a_sentence_without_end_is_cut_at_a_word() -> None:
    [only] = passages("sensors " * 400, TERMS)

    assert len(only.text) <= LONGEST + 1
    assert only.text.endswith("…")
