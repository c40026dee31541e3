"""The board of what members need and offer to one another: skills, ideas, resources.

An *entry* is a need or an offer; it is *open* until it is *met*, *withdrawn* or *expired*, and every one of these can be
undone. Who wrote it is its *asker*, kept apart. In a *blinded* need nobody is told the asker: title and days are public,
the rest is read after accepting *terms*, and each *reading* is on record. An *answer* says three things; an *introduction*
asks both sides for a yes, and only after both have said it are they named to one another. Then they *meet*, and the
answer is *delivered* or *comes to nothing*. A *facilitator*, of the office of a cluster, accompanies every entry.
"""
