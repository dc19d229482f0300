"""Which routes of Langfuse's API are served: a list by name, so that none comes or goes unnoticed."""

from wire import DOCUMENTED, SERVED, nameless, served_routes

_PUBLIC = "/api/public"
# Administration of Langfuse's own organizations, its screens, and what came before today's evaluators.
MISSING_FAMILIES = (
    "/feedback",
    "/integrations/",
    "/organizations/",
    "/scim/",
    "/unstable/",
)
MISSING = {
    "DELETE /annotation-queues/{}/assignments",
    "DELETE /projects/{}",
    "DELETE /projects/{}/apiKeys/{}",
    "DELETE /projects/{}/memberships",
    "GET /projects/{}/apiKeys",
    "GET /projects/{}/memberships",
    "POST /annotation-queues/{}/assignments",
    "POST /projects",
    "POST /projects/{}/apiKeys",
    "PUT /projects/{}",
    "PUT /projects/{}/memberships",
}
# Of older and of newer generations, which the description no longer has or does not have yet; and addresses of media.
FURTHER = {
    "DELETE /v2/evaluation-rules/{}",
    "DELETE /v2/evaluators/{}",
    "GET /datasets",
    "GET /datasets/{}",
    "GET /media/{}/content",
    "GET /metrics/daily",
    "GET /prompts",
    "GET /ready",
    "GET /scores",
    "GET /scores/{}",
    "GET /v2/evaluation-rules",
    "GET /v2/evaluation-rules/{}",
    "GET /v2/evaluators",
    "GET /v2/evaluators/{}",
    "GET /v2/evaluators/{}/versions",
    "PATCH /v2/evaluation-rules/{}",
    "PATCH /v2/evaluators/{}",
    "POST /datasets",
    "POST /prompts",
    "POST /v2/evaluation-rules",
    "POST /v2/evaluators",
    "PUT /media/{}/content",
    "PUT /models/{}",
}


def without_prefix(routes: set[str]) -> set[str]:
    return {route.replace(_PUBLIC, "", 1) for route in routes}


def is_of_a_missing_family(route: str) -> bool:
    return route.split()[1].startswith(MISSING_FAMILIES)


def test_every_documented_route_is_served_but_for_those_named_here() -> None:
    missing = without_prefix({nameless(route) for route in DOCUMENTED} - SERVED)
    assert {route for route in missing if not is_of_a_missing_family(route)} == MISSING
    assert {prefix for prefix in MISSING_FAMILIES if any(prefix in route for route in missing)} == set(MISSING_FAMILIES)


def test_what_is_served_beside_the_documented_routes_is_named_here() -> None:
    further = without_prefix(SERVED - {nameless(route) for route in DOCUMENTED})
    assert {route for route in further if "/otel/" not in route} == FURTHER


def test_every_documented_parameter_of_a_served_route_is_known() -> None:
    served = {nameless(route): operation for route, operation in served_routes().items()}
    unknown = {
        (route, name)
        for route, documented in DOCUMENTED.items()
        if (operation := served.get(nameless(route)))
        for name in documented["parameters"]
        if name not in {parameter["name"] for parameter in operation.get("parameters", ())}
    }
    assert unknown == set()
