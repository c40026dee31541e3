"""What stands in each address when the matrix walks it; an address without an entry fails the build."""

from collections.abc import Callable
from typing import Any

Things = dict[str, Any]

NAMED: dict[str, Callable[[Things], dict[str, Any]]] = {
    "organisation_export": lambda _things: {"ending": "csv"},
    "organisation": lambda things: {"slug": things["organisation"].slug},
    "project": lambda things: {"number": things["project"].pk},
    "call": lambda things: {"slug": things["call"].slug},
    "cluster": lambda things: {"slug": things["cluster"].slug},
    "consortium": lambda things: {"number": things["consortium"].pk},
    "consortium_seat": lambda things: {"number": things["consortium"].pk, "seat": things["seat"].pk},
    "consortium_departure": lambda things: {
        "number": things["consortium"].pk,
        "departure": things["departure"].pk,
    },
    "consortium_export": lambda things: {"number": things["consortium"].pk, "form": "json"},
    "question": lambda things: {"address": things["question"].address},
    "token": lambda things: {"number": things["token"].pk},
    "double": lambda things: {"number": things["double"].pk},
    "member_list": lambda things: {"token": things["member_list"].token},
    "sample": lambda things: {"ending": "csv"},
    "rule_set": lambda things: {"name": things["call"].rule_set},
}

BY_ADDRESS: dict[str, str] = {
    "api:get_organisation": "organisation",
    "api:get_call": "call",
    "api:get_rule_set": "rule_set",
    "opendata:sample": "sample",
    "opendata:columns": "member_list",
    "opendata:preview": "member_list",
    "opendata:confirmation": "member_list",
    "opendata:result": "member_list",
    "opendata:taking_back": "member_list",
    "people:token_end": "token",
    "organisations:export": "organisation_export",
    "organisations:page": "organisation",
    "organisations:edit": "organisation",
    "organisations:settlement": "double",
    "clusters:page": "cluster",
    "clusters:of_organisation": "organisation",
    "trackrecord:project": "project",
    "trackrecord:of_organisation": "organisation",
    "trackrecord:partners": "organisation",
    "calls:page": "call",
    "calls:calendar": "call",
    "calls:rule_set": "rule_set",
    "consortia:page": "consortium",
    "consortia:description": "consortium",
    "consortia:seats": "consortium",
    "consortia:role": "consortium_seat",
    "consortia:departure": "consortium_seat",
    "consortia:return": "consortium_departure",
    "consortia:budget": "consortium",
    "consortia:setting_aside": "consortium",
    "consortia:taking_back": "consortium",
    "consortia:export": "consortium_export",
    "matching:of_call": "call",
    "matching:for_table": "consortium",
    "matching:answers": "question",
    "matching:evidence": "question",
    "matching:picks": "question",
    "matching:rules": "question",
    "matching:table": "question",
}

HIDDEN = (
    "consortium",
    "consortium_seat",
    "consortium_departure",
    "consortium_export",
    "question",
    "token",
    "member_list",
)
"""What only some may see: for everyone else its address answers like a missing one."""
