import django
import pytest
from django.conf import settings
from django.core.asgi import get_asgi_application
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path
from fastapi.testclient import TestClient
from werkzeug.test import Client

import ratchet


def order(_request: HttpRequest, number: int) -> HttpResponse:
    if number == 0:
        raise LookupError("no such order")
    return HttpResponse(str(number))


@pytest.fixture(scope="module", autouse=True)
def shop() -> None:
    routes = type("Routes", (), {"urlpatterns": [path("orders/<int:number>", order)]})
    settings.configure(ROOT_URLCONF=routes, ALLOWED_HOSTS=["*"], SECRET_KEY="test", LOGGING_CONFIG=None)
    django.setup()


def test_django_is_traced_in_one_line_over_wsgi(spans) -> None:
    client = Client(ratchet.trace_app(get_wsgi_application()))
    assert client.get("/orders/7").text == "7"
    assert spans.says("GET /orders/<int:number>")["http.response.status_code"] == 200
    assert "Not Found" in client.get("/nowhere").text
    assert spans.named("GET /nowhere")


def test_django_is_traced_in_one_line_over_asgi_with_the_errors_that_it_hides(spans) -> None:
    client = TestClient(ratchet.trace_app(get_asgi_application()), raise_server_exceptions=False)
    answer = client.get("/orders/0")
    assert answer.status_code == 500
    assert spans.says("GET /orders/<int:number>")["error.type"] == "LookupError"
    assert answer.headers["x-trace-id"]
