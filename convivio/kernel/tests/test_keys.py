import pytest

from convivio.kernel.keys import number_in, split_key


def test_a_key_is_a_kind_and_a_number() -> None:
    assert split_key("organisation:17") == ("organisation", 17)


@pytest.mark.parametrize(
    "key", ["", "organisation", "organisation:", ":3", "organisation:-1", "a:b:1", "a:²"]
)
def test_what_is_no_key_is_refused(key: str) -> None:
    with pytest.raises(ValueError, match="is not a key"):
        split_key(key)


@pytest.mark.parametrize("text", ["", "x", "-1", "1.0", " 1", "1\0", "²", "٣", "9" * 19, "9" * 5000])
def test_what_no_row_can_be_numbered_is_no_number(text: str) -> None:
    assert number_in(text) is None
