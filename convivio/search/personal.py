"""What the search holds of people: nothing but keys of rows."""

from convivio.kernel.personal import Personal, declare_personal
from convivio.search.models import Change

declare_personal(Change, Personal(plain=("key",)))
