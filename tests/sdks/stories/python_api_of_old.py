"""What versions 2 and 3 of Langfuse's Python SDK reach by their generated client, which checks all answers."""

from typing import Any


def read_everything(api: Any) -> Any:
    """Read every list that both know; gives how many lists there were."""
    lists = (
        api.health.health,
        api.projects.get,
        api.score_configs.get,
        api.annotation_queues.list_queues,
        api.comments.get,
        api.models.list,
        api.trace.list,
        api.observations.get_many,
        api.sessions.list,
        api.datasets.list,
        api.dataset_items.list,
        api.prompts.list,
    )
    return len([read() for read in lists])
