"""What the files declare to the rooms below, and where rooms above declare files of theirs."""

from convivio.activity.clockwork import declare_duty
from convivio.files.owners import declare_files
from convivio.files.sweeping import forget_files_about, sweep
from convivio.people.privacy.erasing import declare_erasure

__all__ = ["declare_files"]

declare_duty("files", sweep)
declare_erasure("files", forget_files_about)
