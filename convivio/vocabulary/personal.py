"""What the vocabulary holds of people: nothing."""

from convivio.kernel.personal import Personal, declare_personal
from convivio.vocabulary.models import Concept, Naming, Place

declare_personal(Concept, Personal(plain=("code", "label", "synonyms", "path")))
declare_personal(Naming, Personal(plain=("language", "text")))
declare_personal(Place, Personal(plain=("code", "name")))
