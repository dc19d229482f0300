"""The routes of Langfuse's API, one module per noun."""

from ratchet.langfuse.routes import (
    health,
    ingestion,
    media,
    metrics,
    observations,
    projects,
    prompts,
    score_configs,
    scores,
    scores_write,
    sessions,
    traces,
)

ROUTERS = (
    health.router,
    projects.router,
    ingestion.router,
    traces.router,
    observations.router,
    sessions.router,
    scores.router,
    scores_write.router,
    media.router,
    metrics.router,
    score_configs.router,
    prompts.router,
)
