"""Refusals of the engine, each with a code that stays the same in every language."""


class EngineError(ValueError):
    """Something that was asked cannot be done; `code` says which, the message says why."""

    code = "engine_error"


class EmptyText(EngineError):
    """The text holds no word that could be searched."""

    code = "empty_text"


class NoAudience(EngineError):
    """Nobody was named as the reader, so nothing may be shown."""

    code = "no_audience"


class UnknownFacet(EngineError):
    """A filter or a count names a facet that documents do not have."""

    code = "unknown_facet"


class IndexIsMissing(EngineError):
    """No index has been built in this folder yet."""

    code = "index_missing"


class IndexIsBusy(EngineError):
    """Another process is writing the index."""

    code = "index_busy"


class UnknownRuleSet(EngineError):
    """No rule set has this name."""

    code = "unknown_rule_set"


class BadRuleSet(EngineError):
    """A rule set's file says something that cannot be read as rules."""

    code = "bad_rule_set"


class BadWish(EngineError):
    """A table is asked for that cannot be meant: no seat, or somebody who is not a candidate."""

    code = "bad_wish"
