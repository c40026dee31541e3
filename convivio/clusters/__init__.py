"""The network, its clusters and their value chains; who is a member, and who keeps an office.

A *network* is the coordinated whole, a *cluster* one association of it, a *value chain* one of
its thematic chains. A *membership* is an organisation in a cluster, by category, from a day to a
day. An *office* is what a person may do for a cluster or for the network, from a day to a day.
"""
