from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.http import Http404
from django.utils.timezone import localdate
from ninja import Field, Query, Router, Schema

from convivio.calls.models import Call
from convivio.calls.standing import standing_of
from convivio.engine.rules import load_rule_set, rule_set_names
from convivio.engine.rules_model import RuleSet
from convivio.people.acting import ActingRequest
from convivio.search.finding import MOST_PAGES, Question, expansions_of, find, still_seen
from convivio.web.policies import ANYONE, policy
from convivio.web.problems import REFUSALS

MOST = 100

router = Router(tags=["calls"])
rules = Router(tags=["rule sets"])


class CallsIn(Schema):
    """Which calls: words, where they stand today, their programmes."""

    q: str = Field("", max_length=400)
    status: list[Literal["open", "forthcoming", "closed"]] = Field(default_factory=list)
    programme: list[str] = Field(default_factory=list)
    page: int = Field(1, ge=1, le=MOST_PAGES)
    per_page: int = Field(20, ge=1, le=MOST)


class CallLine(Schema):
    """A call as one line of a list."""

    key: str
    slug: str
    code: str
    title: dict[str, str]
    status: str
    programme: str
    action_type: str
    opens_on: date | None
    deadline: date | None
    budget: Decimal | None = Field(description="In euros.")
    rule_set: str


class CallsOut(Schema):
    """One page of calls."""

    total: int
    calls: list[CallLine]


class CallOut(CallLine):
    """A call, with what it asks for."""

    text: dict[str, str]
    least_contribution: Decimal | None
    most_contribution: Decimal | None
    grants_expected: int | None
    url: str


class RuleOut(Schema):
    """One rule, with where it was read."""

    id: str
    sentence: dict[str, str]
    checked: bool
    source: str
    source_url: str
    read_on: date | None


class RuleSetOut(Schema):
    """Dated rules of taking part."""

    name: str
    title: dict[str, str]
    valid_from: date | None
    valid_until: date | None
    rules: list[RuleOut]


@router.get("/", response=REFUSALS | {200: CallsOut}, operation_id="list_calls")
@policy(ANYONE)
def list_calls(request: ActingRequest, asked: Annotated[CallsIn, Query()]) -> CallsOut:
    """List calls, soonest deadline first where no words were given."""
    reader = request.acting.reader
    question = Question(
        words=asked.q,
        types=("call",),
        filters={"status": asked.status, "programme": asked.programme},
        order="relevance" if asked.q else "oldest",
        page=asked.page,
        size=asked.per_page,
        expansions=expansions_of(asked.q),
    )
    found = find(question, reader)
    numbers = [int(hit.key.rpartition(":")[2]) for hit in still_seen(found.hits, reader)]
    rows = Call.objects.visible_to(reader).in_bulk(numbers)
    lines = [CallLine(**_line(rows[number])) for number in numbers if number in rows]
    return CallsOut(total=found.total, calls=lines)


@router.get("/{slug}", response=REFUSALS | {200: CallOut}, operation_id="get_call")
@policy(ANYONE)
def get_call(request: ActingRequest, slug: str) -> CallOut:
    """Give one call."""
    call = Call.objects.visible_to(request.acting.reader).filter(slug=slug).first()
    if call is None:
        raise Http404
    return CallOut(
        **_line(call),
        text=dict(call.text),
        least_contribution=call.least_contribution,
        most_contribution=call.most_contribution,
        grants_expected=call.grants_expected,
        url=call.url,
    )


@rules.get("/", response=REFUSALS | {200: list[RuleSetOut]}, operation_id="list_rule_sets")
@policy(ANYONE)
def list_rule_sets(request: ActingRequest) -> list[RuleSetOut]:
    """List the rule sets that tables can be judged by."""
    return [_rule_set(load_rule_set(name)) for name in rule_set_names()]


@rules.get("/{name}", response=REFUSALS | {200: RuleSetOut}, operation_id="get_rule_set")
@policy(ANYONE)
def get_rule_set(request: ActingRequest, name: str) -> RuleSetOut:
    """Give one rule set, each rule with its source."""
    return _rule_set(load_rule_set(name))


def _line(call: Call) -> dict[str, Any]:
    return {
        "key": call.key,
        "slug": call.slug,
        "code": call.code,
        "title": dict(call.title),
        "status": standing_of(call, localdate()).value,
        "programme": call.programme,
        "action_type": call.action_type,
        "opens_on": call.opens_on,
        "deadline": call.deadline,
        "budget": call.budget,
        "rule_set": call.rule_set,
    }


def _rule_set(found: RuleSet) -> RuleSetOut:
    return RuleSetOut(
        name=found.name,
        title={"it": found.title.it, "en": found.title.en},
        valid_from=found.valid_from,
        valid_until=found.valid_until,
        rules=[
            RuleOut(
                id=one.id,
                sentence={"it": one.sentence.it, "en": one.sentence.en},
                checked=one.checked,
                source=one.source.title,
                source_url=one.source.url,
                read_on=one.source.read_on,
            )
            for one in found.rules
        ],
    )
