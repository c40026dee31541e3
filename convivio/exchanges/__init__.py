"""Acts of sharing: asked, agreed, delivered, confirmed by the other side; their sum is the sharing ledger.

Begin at `models`. `acting_on` holds what a person does with one, `beginning` what a room above does when a booking or
an answer becomes one by itself; `ledger` adds up what was confirmed, `reciprocity` for an office, `totals` for anyone.
"""
