"""The engine: from words to candidates, from candidates to a table that satisfies dated rules.

Plain Python: it takes values and gives values, and knows nothing of Django or of our other rooms.
"""
