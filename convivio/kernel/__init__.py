"""What every room stands on: refusals, verdicts, audiences, money, translated text, keys.

It has no tables and imports nothing of ours.
"""
