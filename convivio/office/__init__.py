"""The places of a cluster's office: its members, who has gone quiet, contacts, visits, circulars."""
