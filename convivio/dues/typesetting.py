"""Sets one page as PDF, in a process of its own: reads JSON, writes the PDF. Plain Python, no Django.

The templates are files of this room; the words come as data, and are never read as markup. There is
no network, no foreign file and no font but those that come with typst.
"""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

import typst

TEMPLATES = Path(__file__).resolve().parent / "typst"


def main() -> int:
    """Set the template that standard input names, with its data, and write the PDF to standard output."""
    wanted = json.load(sys.stdin)
    pdf = typst.compile(
        str(TEMPLATES / f"{Path(wanted['template']).name}.typ"),
        root=str(TEMPLATES),
        sys_inputs={"data": json.dumps(wanted["data"])},
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards=["ua-1"],
        timestamp=datetime.fromisoformat(wanted["day"]).replace(tzinfo=UTC),
    )
    sys.stdout.buffer.write(pdf if isinstance(pdf, bytes) else b"")
    return 0


if __name__ == "__main__":
    sys.exit(main())
