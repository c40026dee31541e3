"""How the API says no: a code that never changes, and a sentence for people."""

from ninja import Field, Schema


class Problem(Schema):
    """Why a request was refused."""

    code: str = Field(description="For machines; it stays the same in every language.")
    message: str = Field(description="A whole sentence for people.")
    fields: dict[str, list[str]] = Field(
        default_factory=dict, description="What is wrong with each value that was sent, by its place."
    )


REFUSALS: dict[int, type[Problem]] = dict.fromkeys((401, 403, 404, 409, 422, 429, 503), Problem)
"""What any operation may answer instead; `REFUSALS | {200: …}` is what it declares."""
