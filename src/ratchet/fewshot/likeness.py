"""Whether there is anybody who can tell how near texts are, as a project wants it."""

from ratchet.domain.few_shot_settings import FewShotSettings, Likeness
from ratchet.domain.llm_connection import Adapter
from ratchet.errors import Unprocessable
from ratchet.store.records import RecordStore
from ratchet.store.records.llm_connections import read_connection
from ratchet.text.embeddings import is_installed


def check_likeness(records: RecordStore, project_id: str, settings: FewShotSettings) -> None:
    """Raise `Unprocessable` naming the field where there is nobody."""
    match settings.likeness:
        case Likeness.LOCAL if not is_installed():
            raise _wrong("likeness", "no local model is installed: pip install 'ratchet[local-embeddings]'")
        case Likeness.PROVIDER:
            connection = read_connection(records, project_id, settings.embedding_connection)
            if connection is None:
                raise _wrong("embedding_connection", "there is none; PUT /admin/llm-connections makes one")
            if connection.adapter is Adapter.ANTHROPIC:
                raise _wrong("embedding_connection", "Anthropic has no embedding models; name another connection")
            if not settings.embedding_model:
                raise _wrong("embedding_model", "name the model, such as text-embedding-3-small")
        case _:
            pass


def _wrong(field: str, message: str) -> Unprocessable:
    return Unprocessable(f"{field}: {message}.", details={"fields": [{"field": field, "message": message}]})
