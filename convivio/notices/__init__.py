"""What reaches people: what happened is told once, and each chooses how it comes.

A room declares *kinds* of notices, and tells of what happened in the transaction in which it happened.
Whom it reaches, and what may be said to each, is asked when it is sent, and asked again when a letter
leaves: who has lost access meanwhile receives nothing. Each chooses by kind: a letter at once, a letter
a day or a week, or only the list on the page.
"""
