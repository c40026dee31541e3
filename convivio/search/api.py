from datetime import date
from typing import Annotated, Literal

from ninja import Field, Query, Router, Schema

from convivio.search.asking import AskedRequest
from convivio.search.finding import MOST_PAGES, Question, expansions_of, find, still_seen
from convivio.web.policies import ANYONE, policy
from convivio.web.problems import REFUSALS

MOST = 100

router = Router(tags=["search"])


class SearchIn(Schema):
    """What is looked for."""

    q: str = Field("", max_length=400, description="Words, in Italian or English; without any, everything.")
    type: list[str] = Field(default_factory=list, description="organisation, project, call…")
    page: int = Field(1, ge=1, le=MOST_PAGES)
    size: int = Field(20, ge=1, le=MOST, description="How many to a page.")
    order: Literal["relevance", "alphabet", "newest", "oldest"] = "relevance"


class HitOut(Schema):
    """One thing that was found."""

    key: str
    type: str
    title: str
    day: date | None


class FoundOut(Schema):
    """What was found, as far as the reader may see it."""

    total: int
    is_guess: bool = Field(description="Nothing holds all the words; these hold some, or words spelt alike.")
    hits: list[HitOut]


@router.get("/", response=REFUSALS | {200: FoundOut}, operation_id="search_everything")
@policy(ANYONE)
def search_everything(request: AskedRequest, asked: Annotated[SearchIn, Query()]) -> FoundOut:
    """Find anything by its words, a slip of spelling forgiven."""
    reader = request.acting.reader
    question = Question(
        words=asked.q,
        types=asked.type,
        order=asked.order,
        page=asked.page,
        size=asked.size,
        expansions=expansions_of(asked.q),
    )
    found = find(question, reader)
    hits = [
        HitOut(key=hit.key, type=hit.type, title=hit.title, day=hit.day)
        for hit in still_seen(found.hits, reader)
    ]
    return FoundOut(total=found.total, is_guess=found.is_guess, hits=hits)
