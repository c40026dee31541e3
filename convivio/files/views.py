from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from convivio.files.keeping import path_of
from convivio.files.models import File, Kind
from convivio.files.showing import HALF_AN_HOUR, file_at
from convivio.people.acting import ActingRequest
from convivio.web.policies import ANYONE, policy

OPEN = "application/vnd.oasis.opendocument"
OFFICE = "application/vnd.openxmlformats-officedocument"
TYPES = {
    Kind.PDF: "application/pdf",
    Kind.ODT: f"{OPEN}.text",
    Kind.ODS: f"{OPEN}.spreadsheet",
    Kind.ODP: f"{OPEN}.presentation",
    Kind.DOCX: f"{OFFICE}.wordprocessingml.document",
    Kind.XLSX: f"{OFFICE}.spreadsheetml.sheet",
    Kind.PPTX: f"{OFFICE}.presentationml.presentation",
}


@policy(ANYONE)
@require_safe
def file(request: ActingRequest, token: str) -> HttpResponse:
    """A file, to whom its link was given, while they may read what it is about.

    Only a picture that was drawn here opens in the browser; everything else is taken away, as bytes.
    """
    found, size = file_at(token, request.acting)
    try:
        content = path_of(found, size).read_bytes()  # twenty megabytes at most
    except FileNotFoundError:
        raise Http404 from None
    response = HttpResponse(content, content_type=_type_of(found))
    shown_as = content_disposition_header(as_attachment=not found.is_picture, filename=found.name)
    response["Content-Disposition"] = shown_as or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = (
        f"private, max-age={HALF_AN_HOUR}" if found.is_picture else "private, no-store"
    )
    return response


def _type_of(found: File) -> str:
    if found.is_picture:
        return "image/webp"
    return TYPES.get(Kind(found.kind), "application/octet-stream")
