"""Calls: opportunities with a deadline, and the rules of taking part.

A *call* here is one topic that can be answered until a day. Its *rule set* is dated data
(`convivio.engine.rulesets`) with a source; a call without one says so.
"""
