"""What texts mean, as vectors, from a provider's embedding model."""

import asyncio
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ratchet.domain.llm_connection import LlmConnection
from ratchet.errors import Unavailable
from ratchet.llm.thread import run_there

_PATIENCE_S = 10.0


def embed_texts(
    connection: LlmConnection, secret: str, model: str, texts: Sequence[str], *, timeout_s: float = _PATIENCE_S
) -> NDArray[np.float32]:
    """A row of length 1 for each text; raises `Unavailable` where the provider gives none in time."""
    return asyncio.run(run_there(_embed(connection, secret, model, texts, timeout_s)))


async def _embed(
    connection: LlmConnection, secret: str, model: str, texts: Sequence[str], timeout_s: float
) -> NDArray[np.float32]:
    from pydantic_ai.exceptions import AgentRunError, UserError  # noqa: PLC0415 - it takes seconds to load

    from ratchet.llm.providers import read_headers  # noqa: PLC0415 - as above

    try:
        asked = {"extra_headers": read_headers(connection, secret)} if connection.sealed_headers else None
        opened = _model(connection, secret, model)
        async with asyncio.timeout(timeout_s):
            found: Any = await opened.embed(list(texts), input_type="document", settings=asked)
    except TimeoutError as error:
        raise Unavailable(f"{connection.provider} gave no embeddings by {model} within {timeout_s:g} s.") from error
    except (AgentRunError, UserError) as error:
        raise Unavailable(f"{connection.provider} gives no embeddings by {model}: {error}") from error
    vectors = np.asarray(found.embeddings, np.float32)
    return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)


def _model(connection: LlmConnection, secret: str, model: str) -> Any:
    from ratchet.llm.calling import PROVIDERS  # noqa: PLC0415 - as above

    return PROVIDERS.open_embedding_model(connection, secret, model)
