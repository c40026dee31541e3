"""One stylesheet for the reader, many small files for us: joined when static files are collected."""

import re
from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

ENTRY = "web/css/convivio.css"
IMPORT = re.compile(r'^@import url\("(?P<file>[^"]+)"\) layer\((?P<layer>\w+)\);$', re.MULTILINE)

MODULE_IMPORT = r"""(?P<matched>from\s*"(?P<url>\./[^"]+)";)"""


def joined(entry: str, text_of: dict[str, str]) -> str:
    """Set every imported file into the layer that it is imported in."""

    def layered(found: re.Match[str]) -> str:
        return f"@layer {found['layer']} {{\n{text_of[found['file']]}}}"

    return IMPORT.sub(layered, entry)


class OneStylesheetStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Hashed and compressed files; the stylesheet joined into one; the imports of our modules hashed too.

    Only of ours: scripts of others hold words that look like an import and are none.
    """

    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        ("web/js/*.js", ((MODULE_IMPORT, 'from "%(url)s";'),)),
    )

    def post_process(self, paths: dict[str, Any], *args: Any, **options: Any) -> Iterator[Any]:
        if ENTRY in paths and not options.get("dry_run"):
            self._join(paths)
            paths = {**paths, ENTRY: (self, ENTRY)}
        yield from super().post_process(paths, *args, **options)

    def _join(self, paths: dict[str, Any]) -> None:
        """Write the joined stylesheet over the one that was collected."""
        storage, path = paths[ENTRY]
        folder = ENTRY.rpartition("/")[0]
        with storage.open(path) as file:
            entry = file.read().decode()
        text_of = {}
        for found in IMPORT.finditer(entry):
            part_storage, part_path = paths[f"{folder}/{found['file']}"]
            with part_storage.open(part_path) as file:
                text_of[found["file"]] = file.read().decode()
        self.delete(ENTRY)
        self.save(ENTRY, ContentFile(joined(entry, text_of).encode()))
