from django.urls import path

from convivio.api import views
from convivio.api.operations import api
from convivio.web.policies import BY_OPERATION, policy

_patterns, _name, _namespace = api.urls
for _pattern in _patterns:
    if _pattern.callback is not None:
        policy(BY_OPERATION)(_pattern.callback)

urlpatterns = [
    path("", views.reference, name="api_reference"),
    path("v1/", (_patterns, _name, _namespace)),
]
