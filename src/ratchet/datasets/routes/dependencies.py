"""What the routes of one dataset have in common: the dataset that the path names."""

from typing import Annotated

from fastapi import Depends

from ratchet.auth.guard import Caller
from ratchet.datasets.headers import find_dataset
from ratchet.domain.dataset import Dataset
from ratchet.errors import NotFound
from ratchet.http.state import Records
from ratchet.store.records.datasets import read_dataset_by_id


def get_dataset(name: str, caller: Caller, records: Records) -> Dataset:
    """The dataset with this name or, for names that would be taken for another path, this id."""
    by_id = None if "\0" in name else read_dataset_by_id(records, caller.project_id, name)
    if by_id is not None:
        return by_id
    try:
        return find_dataset(records, caller.project_id, name)
    except NotFound as error:
        raise NotFound(f"There is no dataset {name!r} in this project. `ratchet datasets list` shows all.") from error


Named = Annotated[Dataset, Depends(get_dataset)]
