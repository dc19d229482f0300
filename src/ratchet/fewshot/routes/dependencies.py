"""What routes about examples depend on: the caller's settings, and the datasets that examples are from."""

from typing import Annotated, cast

from fastapi import Depends, Request

from ratchet.auth.guard import Caller
from ratchet.domain.few_shot_settings import FewShotSettings
from ratchet.errors import NotFound
from ratchet.fewshot.shelf import Shelf, Shelves
from ratchet.http.state import Records
from ratchet.store.records import RecordStore
from ratchet.store.records.datasets import read_dataset
from ratchet.store.records.few_shot import read_few_shot_settings, read_retired


class Pantry:
    """What a project has to choose examples from, and how it chooses."""

    def __init__(self, records: RecordStore, shelves: Shelves, project_id: str) -> None:
        self.project_id = project_id
        self.settings: FewShotSettings = read_few_shot_settings(records, project_id)
        self._records = records
        self._shelves = shelves

    def find_shelf(self, dataset_name: str | None) -> Shelf:
        """The shelf of a dataset, or of that in the settings; raises `NotFound` where there is none."""
        name = dataset_name or self.settings.dataset_name
        dataset = read_dataset(self._records, self.project_id, name)
        if dataset is None:
            raise NotFound(f"There is no dataset {name!r} in this project. `ratchet datasets create` makes one.")
        return self._shelves.find(dataset, self.settings)

    def read_retired(self) -> frozenset[str]:
        """The examples that are shown no more, as traces name them."""
        return frozenset(read_retired(self._records, self.project_id))


def open_pantry(request: Request, caller: Caller, records: Records) -> Pantry:
    """What the caller's project chooses from."""
    return Pantry(records, cast(Shelves, request.app.state.shelves), caller.project_id)


ProjectPantry = Annotated[Pantry, Depends(open_pantry)]
