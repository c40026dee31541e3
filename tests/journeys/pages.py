"""The pages there are to look at: each address that answers with a page, and where it is in the demonstration."""

from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class There:
    """What journeys made in the demonstration, for the pages that need it."""

    question: str
    evidence: str
    consortium: str
    waiting_list: str
    taken_list: str
    planted: dict[str, str]

    def address(self, name: str) -> str:
        return PAGES[name].format(**asdict(self), **self.planted)


PAGES = {
    "api_reference": "/api/",
    "calls:list": "/calls/",
    "calls:page": "/calls/demo-he-hlth-01/",
    "calls:rule_set": "/calls/rules/horizon-europe-ria/",
    "calls:rule_sets": "/calls/rules/",
    "clusters:list": "/clusters/",
    "clusters:of_organisation": "/clusters/of/sinapsa-riabilita/",
    "pages:cluster": "/clusters/salute/",
    "pages:chain": "/clusters/salute/value-chains/biomedtech/",
    "pages:members": "/clusters/salute/members/",
    "pages:bodies": "/clusters/salute/bodies/",
    "pages:news": "/clusters/salute/news/",
    "pages:network": "/network/",
    "pages:network_bodies": "/network/bodies/",
    "pages:network_members": "/network/members/",
    "pages:network_news": "/network/news/",
    "pages:news_item": "/network/news/2/",
    "pages:text": "/network/privacy/",
    "pages:desk": "/network/desk/salute/",
    "pages:text_desk": "/network/desk/salute/texts/strengths/",
    "pages:versions": "/network/desk/salute/texts/strengths/versions/",
    "pages:news_desk": "/network/desk/salute/news/",
    "pages:new_news": "/network/desk/salute/news/new/",
    "pages:news_writing": "/network/desk/salute/news/1/",
    "pages:news_picture_writing": "/network/desk/salute/news/1/picture/",
    "pages:bodies_desk": "/network/desk/salute/bodies/",
    "pages:new_body": "/network/desk/salute/bodies/new/",
    "pages:body_writing": "/network/desk/salute/bodies/2/",
    "pages:new_term": "/network/desk/salute/bodies/2/terms/new/",
    "pages:term_writing": "/network/desk/salute/bodies/2/terms/6/",
    "pages:funding_desk": "/network/desk/salute/funding/",
    "pages:new_funding": "/network/desk/salute/funding/new/",
    "pages:funding_writing": "/network/desk/salute/funding/1/",
    "consortia:budget": "/consortia/{consortium}/budget/",
    "consortia:list": "/consortia/",
    "consortia:page": "/consortia/{consortium}/",
    "consortia:seats": "/consortia/{consortium}/seats/?q=labor",
    "dues:bank": "/dues/salute/bank/",
    "dues:batch": "/dues/salute/batches/{batch}/",
    "dues:desk": "/dues/salute/",
    "dues:issuing": "/dues/salute/issuing/",
    "dues:late": "/dues/salute/late/",
    "dues:notice": "/dues/salute/notices/1/",
    "dues:notices": "/dues/salute/notices/",
    "dues:overview": "/dues/",
    "dues:payment": "/dues/salute/payments/1/",
    "dues:payments": "/dues/salute/payments/",
    "dues:rules": "/dues/salute/rules/",
    "dues:rules_change": "/dues/salute/rules/change/",
    "dues:rules_preview": "/dues/salute/rules/preview/",
    "dues:settings": "/dues/salute/settings/",
    "dues:statement": "/dues/salute/members/acqua-tiepido/",
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
    "memberships:application": "/memberships/applications/12/",
    "memberships:apply": "/memberships/salute/apply/",
    "memberships:categories": "/memberships/salute/categories/",
    "memberships:category": "/memberships/salute/categories/sme/",
    "memberships:looked_at": "/memberships/salute/applications/2/",
    "memberships:membership": "/memberships/membership/32/",
    "memberships:mine": "/memberships/",
    "memberships:on": "/memberships/salute/on/?day=2026-06-01",
    "memberships:organisation": "/memberships/applications/12/organisation/?q=labor",
    "memberships:place": "/memberships/salute/",
    "memberships:step": "/memberships/applications/12/step/signing/",
    "opendata:columns": "/import/members/{waiting_list}/columns/",
    "opendata:members": "/import/members/",
    "opendata:preview": "/import/members/{waiting_list}/",
    "opendata:result": "/import/members/{taken_list}/result/",
    "opendata:workbook": "/import/workbooks/{waiting_workbook}/",
    "opendata:workbook_result": "/import/workbooks/{taken_workbook}/result/",
    "opendata:workbooks": "/import/workbooks/",
    "organisations:doubles": "/organisations/likely-doubles/",
    "organisations:edit": "/organisations/sinapsa-riabilita/edit/",
    "organisations:list": "/organisations/",
    "organisations:page": "/organisations/laboratorio-giunto/",
    "people:account": "/people/account/",
    "people:picker": "/people/demonstration/",
    "ideas:list": "/ideas/",
    "ideas:page": "/ideas/1/",
    "ideas:own page": "/ideas/2/",
    "ideas:new": "/ideas/new/",
    "ideas:edit": "/ideas/2/edit/",
    "ideas:files": "/ideas/2/files/",
    "ideas:mine": "/ideas/mine/",
    "ideas:rounds": "/ideas/rounds/",
    "ideas:review": "/ideas/reviews/1/",
    "ideas:round": "/ideas/rounds/1/",
    "ideas:versions": "/ideas/2/versions/",
    "ideas:of_organisation": "/ideas/of/laboratorio-membrane-sangue/",
    "needs:board": "/needs/",
    "needs:page": "/needs/{other_entry}/",
    "needs:own page": "/needs/{own_entry}/",
    "needs:give": "/needs/{other_entry}/answer/",
    "needs:edit": "/needs/{own_entry}/edit/",
    "needs:answer": "/needs/answers/{entry_answer}/",
    "needs:mine": "/needs/mine/",
    "needs:new": "/needs/new/",
    "needs:office": "/needs/office/salute/",
    "needs:of_organisation": "/needs/of/sinapsa-riabilita/",
    "skills:list": "/skills/",
    "skills:gaps": "/skills/gaps/",
    "skills:ours": "/skills/ours/",
    "skills:new": "/skills/new/",
    "skills:from_text": "/skills/ours/from-a-text/",
    "skills:propose": "/skills/ours/words/",
    "skills:page": "/skills/1/",
    "skills:edit": "/skills/{own_skill}/edit/",
    "skills:of_organisation": "/skills/of/sinapsa-riabilita/",
    "skills:words": "/skills/words/",
    "exchanges:ours": "/exchanges/",
    "exchanges:new": "/exchanges/new/",
    "exchanges:page": "/exchanges/1/",
    "exchanges:statement": "/exchanges/statement/2026/",
    "exchanges:totals": "/exchanges/totals/",
    "exchanges:of_cluster": "/exchanges/of/salute/",
    "resources:list": "/resources/",
    "resources:page": "/resources/banco-emodialisi/",
    "resources:own page": "/resources/stampante-di-silicone/",
    "resources:new": "/resources/new/",
    "resources:edit": "/resources/stampante-di-silicone/edit/",
    "resources:use_of_members": "/resources/use/salute/",
    "resources:together": "/resources/together/?day=2099-01-05&from_time=09:00&until_time=10:00",
    "resources:together_page": "/resources/together/1/",
    "resources:series": "/resources/banco-emodialisi/series/",
    "resources:files": "/resources/stampante-di-silicone/files/",
    "resources:bookings": "/resources/bookings/",
    "resources:booking": "/resources/bookings/1/",
    "resources:moving": "/resources/bookings/1/moving/",
    "resources:of_organisation": "/resources/of/laboratorio-membrane-sangue/",
    "search:results": "/search/?q=riabilitazione",
    "tracing:trace": "/trace/",
    "tracing:entry": "/trace/6/",
    "trackrecord:of_organisation": "/projects/of/laboratorio-giunto/",
    "trackrecord:partners": "/projects/of/laboratorio-giunto/partners/",
    "trackrecord:project": "/projects/2/",
    "clusters:claim": "/clusters/claims/{claim}/",
    "clusters:claims": "/clusters/claims/",
    "clusters:founding": "/clusters/new/",
    "clusters:member_signatories": "/clusters/members/sinapsa-riabilita/signatories/",
    "clusters:offices": "/clusters/salute/offices/",
    "clusters:offices_handing_over": "/clusters/salute/offices/hand-over/",
    "mail": "/mail/",
    "office:circular": "/office/salute/circulars/{circular}/",
    "office:circular_beginning": "/office/salute/circulars/writing/",
    "office:circular_for": "/office/salute/circulars/{draft}/for/{colleague}/",
    "office:circular_writing": "/office/salute/circulars/{draft}/writing/",
    "office:circulars": "/office/salute/circulars/",
    "office:contact": "/office/salute/contacts/{contact}/",
    "office:contact_writing": "/office/salute/contacts/writing/",
    "office:contacts": "/office/salute/contacts/",
    "office:encounters": "/office/salute/encounters/",
    "office:deeds_done": "/office/salute/deeds/done/",
    "office:expiring": "/office/salute/expiring/",
    "office:member": "/office/salute/members/sinapsa-riabilita/",
    "office:members": "/office/salute/",
    "office:quiet": "/office/salute/quiet/",
    "notices:list": "/notices/",
    "notices:preferences": "/notices/preferences/",
    "notices:stop": "/notices/stop/{notices_stop}/",
    "notices:act": "/notices/act/{mail_act}/",
    "office:stopping": "/office/circulars/stop/{stopping}/",
    "organisations:accreditations": "/organisations/laboratorio-salmastro/accreditations/",
    "organisations:belonging": "/organisations/sinapsa-riabilita/edit/belonging/",
    "organisations:claim": "/organisations/emofiltra-padana/claim/",
    "organisations:handing_over": "/organisations/sinapsa-riabilita/people/hand-over/",
    "organisations:logo": "/organisations/sinapsa-riabilita/edit/logo/",
    "organisations:merges": "/organisations/merges/",
    "organisations:merging": "/organisations/emofiltra-padana/merging/",
    "organisations:merging_preview": "/organisations/emofiltra-padana/merging/emofiltra-padana-spa/",
    "organisations:numbers": "/organisations/sinapsa-riabilita/edit/numbers/",
    "organisations:particulars": "/organisations/sinapsa-riabilita/edit/facts/",
    "organisations:people": "/organisations/sinapsa-riabilita/people/",
    "organisations:person_rights": "/organisations/sinapsa-riabilita/people/{colleague}/",
    "organisations:site": "/organisations/sinapsa-riabilita/edit/places/{site}/",
    "organisations:sites": "/organisations/sinapsa-riabilita/edit/places/",
    "people:erasure_of_another": "/people/{forgettable}/erasure/",
    "people:invitation": "/people/invitations/{invitation}/",
    "people:mandates": "/people/mandates/",
    "people:privacy": "/people/account/privacy/",
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
    "ideas:round clusters:claim clusters:claims clusters:member_signatories clusters:offices clusters:offices_handing_over mail "
    "office:circular office:circular_beginning office:circular_for office:circular_writing office:circulars "
    "office:contact office:contact_writing office:contacts office:deeds_done office:encounters office:expiring "
    "office:member office:members office:quiet people:erasure_of_another "
    "opendata:columns opendata:members opendata:preview opendata:result organisations:doubles "
    "opendata:workbook opendata:workbook_result opendata:workbooks "
    "memberships:categories memberships:category memberships:looked_at memberships:membership "
    "memberships:on memberships:place "
    "pages:desk pages:text_desk pages:versions pages:news_desk pages:new_news pages:news_writing pages:news_picture_writing "
    "pages:bodies_desk pages:new_body pages:body_writing pages:new_term pages:term_writing "
    "pages:funding_desk pages:new_funding pages:funding_writing "
    "dues:bank dues:batch dues:desk dues:issuing dues:late dues:notice dues:notices dues:overview "
    "dues:payment dues:payments dues:rules dues:rules_change dues:rules_preview dues:settings dues:statement "
    "tracing:trace tracing:entry resources:use_of_members exchanges:of_cluster skills:words needs:office".split()
)
"""What the office of a cluster sees; everything else is looked at as Irene."""

OF_THE_NETWORK = frozenset(
    "clusters:founding organisations:accreditations organisations:merges organisations:merging "
    "organisations:merging_preview".split()
)
"""What the coordinator of the network sees."""

OF_WHO_SIGNS = frozenset(
    "organisations:handing_over organisations:people organisations:person_rights".split()
)
"""What somebody sees who signs for an organisation."""

OF_ANYONE = frozenset({"account_request_login_code", "notices:act", "notices:stop", "office:stopping"})
"""What is looked at without signing in; the front page is looked at both ways."""

BEFORE_THE_NETWORK = frozenset({"setup"})
"""What is there until there is a network: looked at in an installation without one, in `test_people`."""

NO_PAGES = frozenset(
    """
    healthz set_language web:appearance people:acting_for people:tokens people:token_end search:suggest
    organisations:points organisations:export organisations:settlement
    calls:calendar consortia:description consortia:role consortia:departure consortia:return
    consortia:setting_aside consortia:taking_back consortia:export matching:picks matching:rules
    opendata:sample opendata:confirmation opendata:taking_back opendata:workbook_empty opendata:workbook_report
    opendata:workbook_confirmation opendata:workbook_taking_back tracing:entries_file
    memberships:link memberships:documents memberships:document memberships:document_removal
    memberships:colleagues memberships:sending memberships:withdrawal memberships:taking_up
    memberships:suspension memberships:lifting memberships:leaving memberships:staying
    memberships:readmission memberships:change_category memberships:chains memberships:on_file
    memberships:category_rise memberships:category_removal memberships:check memberships:asking
    memberships:recall memberships:identity memberships:decision memberships:undoing
    pages:feed pages:network_feed pages:my_desk pages:draft pages:preview pages:bringing_back pages:news_standing
    dues:of_organisation dues:arrears_rule dues:reminder_words dues:our_notice dues:our_receipt dues:notice_paper dues:sending
    dues:cancellation dues:writing_off dues:receipt_paper dues:matching dues:taking_off dues:reversal
    dues:paying_back dues:bank_columns dues:bank_file dues:bank_booking dues:bank_undoing dues:export
    dues:batch_stopping notices:all_read notices:opening notices:unread_again
    clusters:member_signatory_ending clusters:office_ending clusters:office_invitation_end
    clusters:office_invitations clusters:offices_given_back clusters:offices_undoing office:circular_removal
    office:circular_sending office:circular_trial office:contact_keeping office:contact_removal
    office:contacts_file office:deed_undoing office:deeds office:door office:encounter_removal office:encounter_writing
    office:encounters_file office:expiring_file office:members_file office:note_removal office:notes
    office:quiet_file office:view_removal office:views organisations:accreditation_end organisations:claim_withdrawal
    organisations:confirmations organisations:like organisations:logo_picture pages:news_picture organisations:number_removal
    organisations:handed_over organisations:people_invitation_end organisations:people_invitations organisations:people_undoing
    organisations:person_ending organisations:site_removal organisations:unit_release
    organisations:unmerging people:acceptance people:consents people:declining people:erasure people:erasure_undone
    people:own_copy people:visibility
    ideas:answer ideas:author_ending ideas:authors ideas:comment ideas:comment_standing ideas:comments ideas:file ideas:renew
    ideas:hand_in ideas:reviewers ideas:round_closing ideas:round_file
    ideas:restore ideas:stage ideas:support
    skills:accept skills:confirm_all skills:names_like skills:settle skills:standing skills:evidence
    skills:evidence_removal skills:vouch skills:courses
    exchanges:step exchanges:take_back exchanges:worth
    needs:facilitator needs:feed needs:read needs:standing needs:step
    resources:answer resources:book resources:bookings_file resources:calendar resources:cancelling resources:close
    resources:feed resources:feeds files:file resources:file resources:giving_up resources:reopen resources:standing resources:use resources:wait
    """.split()
)
"""Addresses that take a form, or answer with a file, data or a part of a page."""
