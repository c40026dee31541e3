"""The places of a cluster's office: its members, who has gone quiet, contacts, encounters, circulars.

A *member's line* stands for an organisation and its latest membership in the cluster. A *view* is a way
to look at the list: filters, columns, order. An *encounter* is a call, visit, meeting or mail, in one
line. A *contact* is somebody to keep in touch with who is not of a member. A *circular* is a letter to
the people of a segment of the members.
"""
