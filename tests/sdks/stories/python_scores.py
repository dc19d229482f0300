"""Scores of every type and subject, as versions 3 to 5 of Langfuse's Python SDK give them."""

from typing import Any

from storyteller import SDK


def scores(langfuse: Any) -> Any:
    with langfuse.start_as_current_observation(name="scored") as root:
        root.score_trace(name="accuracy", value=0.9, data_type="NUMERIC", comment="close")
        root.score(name="helpful", value=1, data_type="BOOLEAN")
        langfuse.score_current_span(name="tone", value="friendly", data_type="CATEGORICAL", metadata={"by": "ada"})
        langfuse.score_current_trace(name="remark", value="Could be shorter", data_type="TEXT")
    langfuse.create_score(name="mood", value=4, session_id=f"scored visit of {SDK}")
    for value in (0.1, 0.7):
        langfuse.create_score(name="retold", value=value, trace_id=root.trace_id, score_id=f"retold {SDK}")
        langfuse.flush()
    return {"trace": root.trace_id, "observation": root.id, "session": f"scored visit of {SDK}"}
