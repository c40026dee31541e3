"""What the network and its clusters say to anyone: texts with their versions, news, bodies, who finances them.

A *publisher* is the network or one of its clusters, as the one whose public pages these are. A *text*
is one part of a page, with its versions; a *body* is an assembly, a board, a presidency, with the
*terms* of those who sit in it; a *programme* of public money is *funding* from a day to a day.
"""
