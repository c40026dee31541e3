"""What happened: the trace, the outbox, and the clock's work.

The *trace* says who did what, for whom, when, and because of what. It only grows: writing an entry
waits for nobody, a *tick* puts what was written into a chain of digests and signs its end, the
database refuses changes, and the signed checkpoints outside it show what was changed, cut or made
anew all the same. The *outbox* holds what must leave the installation, written with its cause in
one transaction. A *tick* does what is due.
"""
