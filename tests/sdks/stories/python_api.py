"""What versions 4 and 5 of Langfuse's Python SDK reach by their generated client, which checks all answers."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from storyteller import SDK

OWN_MODEL = f"own-{SDK}"


def own_model(langfuse: Any) -> Any:
    """A model with a price, and a generation that pays it."""
    model = langfuse.api.models.create(
        model_name=OWN_MODEL,
        match_pattern=f"(?i)^{OWN_MODEL}$",
        unit="TOKENS",
        input_price=0.001,
        output_price=0.002,
    )
    with langfuse.start_as_current_observation(name="paid", as_type="generation", model=OWN_MODEL) as generation:
        generation.update(usage_details={"input": 100, "output": 10})
    langfuse.flush()
    listed = [one.model_name for one in langfuse.api.models.list(limit=100).data]
    langfuse.api.models.delete(model.id)
    return {"trace": generation.trace_id, "listed": OWN_MODEL in listed}


def annotations(langfuse: Any) -> Any:
    """Needs `scores`: people look at a trace, one after the other."""
    api = langfuse.api
    trace_id = _a_trace(langfuse)
    config = api.score_configs.create(name=f"care {SDK}", data_type="NUMERIC", min_value=0, max_value=1)
    api.score_configs.update(config.id, description="How careful it is")
    queue = api.annotation_queues.create_queue(name=f"to look at {SDK}", score_config_ids=[config.id])
    item = api.annotation_queues.create_queue_item(queue.id, object_id=trace_id, object_type="TRACE")
    api.annotation_queues.update_queue_item(queue.id, item.id, status="COMPLETED")
    project = api.projects.get().data[0]
    comment = api.comments.create(project_id=project.id, object_type="TRACE", object_id=trace_id, content="Have a look")
    return {
        "config": api.score_configs.get_by_id(config.id).description,
        "configs": config.id in [one.id for one in api.score_configs.get(limit=100).data],
        "queues": queue.id in [one.id for one in api.annotation_queues.list_queues().data],
        "statuses": [one.status for one in api.annotation_queues.list_queue_items(queue.id).data],
        "comment": api.comments.get_by_id(comment.id).content,
        "comments": [one.content for one in api.comments.get(object_type="TRACE", object_id=trace_id).data],
    }


def configured_scores(langfuse: Any) -> Any:
    """Needs `annotations`: a score that its config has a say in."""
    trace_id = _a_trace(langfuse)
    [config] = [one for one in langfuse.api.score_configs.get(limit=100).data if one.name == f"care {SDK}"]
    langfuse.create_score(name=config.name, value=0.8, trace_id=trace_id, config_id=config.id)
    langfuse.flush()
    return {"trace": trace_id, "config": config.id}


def metrics(langfuse: Any) -> Any:
    """Needs `own_model`."""
    now = datetime.now(UTC)
    query = {
        "view": "observations",
        "dimensions": [{"field": "name"}],
        "metrics": [{"measure": "count", "aggregation": "count"}, {"measure": "totalCost", "aggregation": "sum"}],
        "filters": [{"type": "string", "column": "providedModelName", "operator": "=", "value": OWN_MODEL}],
        "fromTimestamp": (now - timedelta(hours=1)).isoformat(),
        "toTimestamp": (now + timedelta(minutes=1)).isoformat(),
    }
    return langfuse.api.metrics.metrics(query=json.dumps(query)).data


def experiments(langfuse: Any) -> Any:
    """Needs `experiment`."""
    since = datetime.now(UTC) - timedelta(hours=1)
    found = langfuse.api.experiments.list(from_start_time=since, name=f"geography {SDK}").data
    items = langfuse.api.experiments.list_items(from_start_time=since, experiment_id=found[0].id).data
    return {"ids": [one.id for one in found], "items": sorted(one.experiment_item_id for one in items)}


def deletions(langfuse: Any) -> Any:
    with langfuse.start_as_current_observation(name="deleted") as root:
        root.score_trace(name="deleted", value=1)
    langfuse.flush()
    langfuse.api.trace.delete(root.trace_id)
    item = langfuse.create_dataset_item(dataset_name=f"support/capitals {SDK}", input="to be deleted")
    langfuse.api.dataset_items.delete(item.id)
    return {"trace": root.trace_id, "item": item.id}


def _a_trace(langfuse: Any) -> str:
    with langfuse.start_as_current_observation(name="looked at") as root:
        pass
    langfuse.flush()
    return root.trace_id


API = (own_model, annotations, configured_scores, metrics, experiments, deletions)
