"""The pages there are to look at: each address that answers with a page, and where it is in the demonstration."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class There:
    """What journeys made in the demonstration, for the pages that need it."""

    question: str
    evidence: str
    consortium: str
    waiting_list: str
    taken_list: str


PAGES = {
    "api_reference": "/api/",
    "calls:list": "/calls/",
    "calls:page": "/calls/demo-he-hlth-01/",
    "calls:rule_set": "/calls/rules/horizon-europe-ria/",
    "calls:rule_sets": "/calls/rules/",
    "clusters:list": "/clusters/",
    "clusters:of_organisation": "/clusters/of/sinapsa-riabilita/",
    "clusters:page": "/clusters/salute/",
    "consortia:budget": "/consortia/{consortium}/budget/",
    "consortia:list": "/consortia/",
    "consortia:page": "/consortia/{consortium}/",
    "consortia:seats": "/consortia/{consortium}/seats/?q=labor",
    "home:about": "/about/",
    "home:accessibility": "/accessibility/",
    "home:could_win": "/could-win/",
    "home:could_work_with": "/could-work-with/",
    "home:front": "/",
    "matching:answers": "/partners/{question}/",
    "matching:evidence": "{evidence}",
    "matching:find": "/partners/?call=demo-he-hlth-01",
    "matching:for_table": "/partners/for-table/{consortium}/",
    "matching:list": "/partners/mine/",
    "matching:of_call": "/partners/of-call/demo-he-hlth-01/",
    "matching:table": "/partners/{question}/table/",
    "opendata:columns": "/import/members/{waiting_list}/columns/",
    "opendata:members": "/import/members/",
    "opendata:preview": "/import/members/{waiting_list}/",
    "opendata:result": "/import/members/{taken_list}/result/",
    "organisations:doubles": "/organisations/likely-doubles/",
    "organisations:edit": "/organisations/sinapsa-riabilita/edit/",
    "organisations:list": "/organisations/",
    "organisations:page": "/organisations/laboratorio-giunto/",
    "people:account": "/people/account/",
    "people:picker": "/people/demonstration/",
    "search:results": "/search/?q=riabilitazione",
    "trackrecord:of_organisation": "/projects/of/laboratorio-giunto/",
    "trackrecord:partners": "/projects/of/laboratorio-giunto/partners/",
    "trackrecord:project": "/projects/2/",
    "web:style": "/web/style/",
    "account_request_login_code": "/account/login/code/",
    "account_logout": "/account/logout/",
    "account_email": "/account/email/",
    "mfa_index": "/account/2fa/",
    "mfa_activate_totp": "/account/2fa/totp/activate/",
    "nothing found": "/search/?q=zzzzzzzz",
    "a narrowed list": "/organisations/?kind=sme&country=IT",
    "one kind of answer": "/search/?q=sensori&type=project",
    "not there": "/nothing/here/",
}

OF_THE_OFFICE = frozenset(
    "opendata:columns opendata:members opendata:preview opendata:result organisations:doubles".split()
)
"""What the office of a cluster sees; everything else is looked at as Irene."""

OF_ANYONE = frozenset({"account_request_login_code"})
"""What is looked at without signing in; the front page is looked at both ways."""

NO_PAGES = frozenset(
    """
    healthz set_language web:appearance people:acting_for people:tokens people:token_end search:suggest
    organisations:points organisations:export organisations:settlement organisations:concepts_like
    calls:calendar consortia:description consortia:role consortia:departure consortia:return
    consortia:setting_aside consortia:taking_back consortia:export matching:picks matching:rules
    opendata:sample opendata:confirmation opendata:taking_back
    """.split()
)
"""Addresses that take a form, or answer with a file, data or a part of a page."""
