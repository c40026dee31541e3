from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from convivio.api.operations import api
from convivio.web.policies import ANYONE, policy


@policy(ANYONE)
@require_safe
def reference(request: HttpRequest) -> HttpResponse:
    """What programs may ask, operation by operation."""
    schema = api.get_openapi_schema(path_prefix="/api/v1/")
    operations = [
        {"method": method.upper(), "path": path, **operation}
        for path, methods in schema["paths"].items()
        for method, operation in methods.items()
    ]
    return render(request, "api/reference.html", {"operations": operations, "schema": schema})
