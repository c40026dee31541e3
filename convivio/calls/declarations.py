"""What the calls declare to the rooms below."""

from convivio.calls.documents import call_documents
from convivio.search.documents import declare_documents

declare_documents("call", call_documents)
