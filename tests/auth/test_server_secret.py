from concurrent.futures import ThreadPoolExecutor

import pytest
from pydantic import SecretStr

from ratchet.auth.secret import ensure_secret
from ratchet.errors import Invalid
from ratchet.settings import Settings, read_settings
from ratchet.store.records import RecordStore, open_record_store
from ratchet.store.records.secrets import read_secret


def test_the_first_start_makes_a_secret_and_later_ones_keep_it(records: RecordStore) -> None:
    made = ensure_secret(records, Settings())
    assert len(made) >= 32
    assert ensure_secret(records, Settings()) == made


def test_replicas_that_start_together_share_one(records_url: str) -> None:
    stores = [open_record_store(records_url) for _ in range(4)] if "postgres" in records_url else []
    stores = stores or [open_record_store(records_url)] * 4
    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(lambda store: ensure_secret(store, Settings()), stores))) == 1
    for store in stores:
        store.close()


def test_a_secret_of_the_settings_is_used_and_not_stored(records: RecordStore) -> None:
    assert ensure_secret(records, Settings(secret=SecretStr("an operator's own secret"))) == "an operator's own secret"
    assert read_secret(records, "server") is None


def test_a_secret_that_can_be_guessed_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RATCHET_SECRET", "hunter2")
    with pytest.raises(Invalid, match="RATCHET_SECRET") as caught:
        read_settings()
    assert "hunter2" not in str(caught.value)
