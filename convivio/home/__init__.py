"""The front page, for anyone and for me: what waits, what could I win, who could I work with."""
