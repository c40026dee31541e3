"""What the sources hold of people: nothing."""

from convivio.kernel.personal import Personal, declare_personal
from convivio.sources.models import Reading, Source

declare_personal(Source, Personal(plain=("slug", "title", "publisher", "url", "licence", "attribution")))
declare_personal(Reading, Personal(plain=("file_name", "digest", "counts")))
