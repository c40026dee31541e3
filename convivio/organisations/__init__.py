"""Organisations: any body, one identity for the whole network, and who may act for it.

An *identifier* is how others know it (PIC, VAT number, ROR, LEI). An *accreditation* is a status
that a body granted, from a day to a day. A *mandate* is what a person may do for it, from a day
to a day. A *likely double* is two records that may be one body: a person decides.
"""
