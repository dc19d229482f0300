"""Which datasets releases are held against: those of regression runs and of baselines."""

from sqlalchemy import select, union

from ratchet.store.records.client import RecordStore
from ratchet.store.records.tables import baselines, regression_runs


def read_evaluated_dataset_ids(store: RecordStore, project_id: str) -> set[str]:
    """The ids of the datasets of a project that there are regression runs or baselines of."""
    named = (
        select(table.c.dataset_id).where(table.c.project_id == project_id) for table in (baselines, regression_runs)
    )
    with store.read() as connection:
        return set(connection.execute(union(*named)).scalars())
