"""How seldom a server process looks for rubbish: what came with the program is never looked through again.

Python looks through everything it holds after some hundreds of new things, and through all it ever held every so
often. Here that is some hundred thousand things that live as long as the process, and whoever asks then waits.
"""

import gc

NEW_THINGS = 20_000
"""A page makes some thousands, most of which go with it."""


def look_for_rubbish_seldom() -> None:
    """Leave what is there now out of every search to come, and search after a few pages instead of several times in each."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(NEW_THINGS, *gc.get_threshold()[1:])
