"""What the demonstration declares to the rooms below."""

from convivio.demo.first_visit import sample_needs, the_first_visit
from convivio.matching.samples import declare_samples
from convivio.web.first_visits import declare_first_visit

declare_first_visit(the_first_visit)
declare_samples(sample_needs)
