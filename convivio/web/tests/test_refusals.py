import pytest

from convivio.engine.errors import EmptyText, IndexIsMissing
from convivio.kernel.errors import BadInput
from convivio.web.refusals import refusal_of


@pytest.mark.parametrize(
    ("error", "code", "status"),
    [
        (BadInput("Say what you need."), "bad_input", 422),
        (EmptyText("no word"), "empty_text", 422),
        (IndexIsMissing("not built"), "index_missing", 503),
    ],
)
def test_a_refusal_is_a_sentence_a_code_and_a_status(error: Exception, code: str, status: int) -> None:
    said = refusal_of(error)

    assert said is not None
    assert said[0].endswith(".")
    assert said[1:] == (code, status)


def test_a_mistake_of_ours_is_no_refusal() -> None:
    assert refusal_of(ValueError("oops")) is None
    assert refusal_of(KeyError("oops")) is None
