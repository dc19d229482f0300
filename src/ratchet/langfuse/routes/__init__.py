"""The routes of Langfuse's API, one module per noun."""

from ratchet.langfuse.routes import (
    dataset_items,
    dataset_run_items,
    datasets,
    experiments,
    health,
    ingestion,
    media,
    metrics,
    observations,
    projects,
    prompts,
    runs,
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
    metrics.router,
    media.router,
    score_configs.router,
    prompts.router,
    runs.router,  # before datasets, whose names may hold slashes
    dataset_run_items.router,
    experiments.router,
    dataset_items.router,
    datasets.router,
)
