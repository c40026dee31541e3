"""What happened: the trace, the outbox, and the clock's work.

The *trace* says who did what, for whom, when, and because of what. It only grows: each entry
carries the digest of the one before it, the database refuses changes, and signed checkpoints
kept outside the database show when its end was cut off. The *outbox* holds what must leave the
installation, written with its cause in one transaction. A *tick* does what is due.
"""
