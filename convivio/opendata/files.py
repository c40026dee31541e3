"""The file that a person names on the command line."""

from pathlib import Path

from convivio.opendata.errors import BadFile
from convivio.opendata.unreadable import gettext_noop


def existing_file(path: Path) -> Path:
    """Return the path of a file that is there.

    Raises:
        BadFile: there is none, it is a folder, or it cannot be opened.
    """
    if path.is_dir():
        raise BadFile(gettext_noop("This is a folder; name the file."), file=str(path))
    try:
        with path.open("rb"):
            return path
    except FileNotFoundError as case:
        raise BadFile(gettext_noop("There is no such file."), file=str(path)) from case
    except OSError as case:
        raise BadFile(gettext_noop("The file cannot be opened."), file=str(path)) from case
