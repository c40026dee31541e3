import pytest
from hypothesis import given
from hypothesis import strategies as st

from convivio.organisations.errors import NumberDoesNotHold
from convivio.organisations.numbers.checks import (
    BASE_32,
    check_letter,
    checked_number,
    mod_97,
    ror_check,
    vat_check_holds,
)

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
DIGITS = "0123456789"
OMOCODIA = "LMNPQRSTUV"
DIGIT_PLACES = (6, 7, 9, 10, 12, 13, 14)


def some(signs: str, many: int) -> st.SearchStrategy[str]:
    return st.text(signs, min_size=many, max_size=many)


@st.composite
def vat_numbers(draw: st.DrawFn) -> str:
    first = draw(some(DIGITS, 10).filter(lambda text: text != "0" * 10))
    return next(first + last for last in DIGITS if vat_check_holds(first + last))


@st.composite
def codes_of_people(draw: st.DrawFn) -> str:
    signs = list(
        draw(some(LETTERS, 6)) + draw(some(DIGITS, 2)) + draw(st.sampled_from("ABCDEHLMPRST"))
        + draw(some(DIGITS, 2)) + draw(some(LETTERS, 1)) + draw(some(DIGITS, 3))
    )  # fmt: skip
    for place in draw(st.sets(st.sampled_from(DIGIT_PLACES))):
        signs[place] = OMOCODIA[int(signs[place])]
    first = "".join(signs)
    return first + check_letter(first)


@st.composite
def rors(draw: st.DrawFn) -> str:
    first = "0" + draw(some(BASE_32, 6))
    return f"{first}{ror_check(first):02d}"


@st.composite
def leis(draw: st.DrawFn) -> str:
    first = draw(some(LETTERS + DIGITS, 18))
    return f"{first}{98 - mod_97(first + '00'):02d}"


def changed(data: st.DataObject, text: str, places: range | tuple[int, ...], signs: str) -> str:
    place = data.draw(st.sampled_from(places))
    other = data.draw(st.sampled_from(signs).filter(lambda sign: sign != text[place]))
    return text[:place] + other + text[place + 1 :]


@given(vat_numbers(), st.data())
def test_a_vat_number_holds_and_with_a_changed_digit_it_does_not(number: str, data: st.DataObject) -> None:
    assert checked_number("vat", number, "IT") == f"IT{number}"
    assert checked_number("fiscal", number) == number
    wrong = changed(data, number, range(11), DIGITS)
    for scheme in ("vat", "fiscal"):
        with pytest.raises(NumberDoesNotHold):
            checked_number(scheme, wrong, "IT")


@given(codes_of_people(), st.data())
def test_a_fiscal_code_holds_and_with_a_changed_sign_it_does_not(code: str, data: st.DataObject) -> None:
    assert checked_number("fiscal", code.lower()) == code
    place = data.draw(st.sampled_from(range(15)))
    same_sort = next(signs for signs in (DIGITS, OMOCODIA, LETTERS) if code[place] in signs)
    wrong = changed(data, code, (place,), same_sort)
    with pytest.raises(NumberDoesNotHold):
        checked_number("fiscal", wrong)


@given(rors(), st.data())
def test_a_ror_holds_and_with_a_changed_sign_it_does_not(ror: str, data: st.DataObject) -> None:
    assert checked_number("ror", f"https://ror.org/{ror}") == ror
    wrong = changed(data, ror, range(1, 7), BASE_32)
    with pytest.raises(NumberDoesNotHold):
        checked_number("ror", wrong)


@given(leis(), st.data())
def test_an_lei_holds_and_with_a_changed_digit_it_does_not(lei: str, data: st.DataObject) -> None:
    assert checked_number("lei", lei) == lei
    wrong = changed(data, lei, range(18, 20), DIGITS)
    with pytest.raises(NumberDoesNotHold):
        checked_number("lei", wrong)


@pytest.mark.parametrize(
    ("scheme", "written", "kept"),
    [
        ("vat", "it 0123 4567 897", "IT01234567897"),
        ("vat", "FR 12 345678901", "FR12345678901"),
        ("fiscal", "RSSMRA85T10A562S", "RSSMRA85T10A562S"),
        ("pic", "999 999 999", "999999999"),
        ("rea", "mo 123456", "MO-123456"),
        ("rea", "BO-0045", "BO-45"),
    ],
)
def test_a_number_is_kept_in_one_form(scheme: str, written: str, kept: str) -> None:
    assert checked_number(scheme, written, "IT") == kept


@pytest.mark.parametrize(
    ("scheme", "written"),
    [
        ("vat", "IT1234567890"),
        ("vat", "IT00000000000"),
        ("vat", "???"),
        ("fiscal", "RSSMRA85T10A562T"),
        ("fiscal", "RSSMRA85Z10A562S"),
        ("pic", "12345678"),
        ("pic", "1234567890"),
        ("ror", "1abcdef12"),
        ("ror", "0ilouab12"),
        ("lei", "529900T8BM49AURSDO5"),
        ("rea", "XX-123456"),
        ("rea", "MO-12"),
        ("rea", ""),
    ],
)
def test_what_cannot_be_such_a_number_is_refused_with_a_sentence(scheme: str, written: str) -> None:
    with pytest.raises(NumberDoesNotHold) as refused:
        checked_number(scheme, written)

    assert len(refused.value.message.split()) > 5


def test_known_numbers_hold() -> None:
    """Examples that the norms and their registers print."""
    assert checked_number("lei", "5493001KJTIIGC8Y1R12") == "5493001KJTIIGC8Y1R12"
    assert checked_number("ror", "https://ror.org/01111rn36") == "01111rn36"
