"""What organisations lend and share: machines, laboratories, rooms, services, data sets and documents.

A *resource* has an *owner*, says to whom it is open, at which *opening hours*, on which *terms* and at which
*tariff*. A *booking* holds one of its *places* (a resource has one or more) from a moment to a moment: it is *asked* for,
*approved* or booked at once, *used*, *released* or *cancelled*. A *closure* holds every place: maintenance, holidays.
Who comes too late stands in the *waiting list*, and moves up by itself. Several resources are asked for in one *request*.
"""
