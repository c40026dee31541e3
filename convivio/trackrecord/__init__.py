"""The track record: past funded projects and who took part, each with its source and date.

A *project* was funded by a programme after a *topic* of a call; a *participation* is an
organisation in it, with a role and a contribution.
"""
