"""Reading the trace: who did what, for which organisation, when, and because of what.

A *sight* is what of the trace a person may read: the auditor everything, the coordinator what concerns
the network, a cluster's office what concerns its cluster, an organisation's people what concerns it. Each
room says its kinds of acts in words (`acts.py`), and for whom they are.
"""
