"""What the server opened at its start, for routes to depend on."""

from typing import Annotated, cast

from fastapi import Depends, Request

from ratchet.domain.change import Change
from ratchet.http.traffic import Traffic
from ratchet.settings import Settings
from ratchet.store.blobs import BlobStore
from ratchet.store.events import EventStore
from ratchet.store.events.commit import GroupCommit
from ratchet.store.events.writers import Writers
from ratchet.store.records import RecordStore


def get_events(request: Request) -> EventStore:
    """The event store."""
    return cast(EventStore, request.app.state.events)


def get_records(request: Request) -> RecordStore:
    """The record store."""
    return cast(RecordStore, request.app.state.records)


def get_writers(request: Request) -> Writers:
    """The queues in front of the event store."""
    return cast(Writers, request.app.state.writers)


def get_changes(request: Request) -> GroupCommit[Change]:
    """The queue of changes, which are merged into what is stored."""
    return cast(GroupCommit[Change], request.app.state.changes)


def get_blobs(request: Request) -> BlobStore:
    """The store of blobs."""
    return cast(BlobStore, request.app.state.blobs)


def get_secret(request: Request) -> str:
    """The secret that the server signs with."""
    return cast(str, request.app.state.secret)


def get_traffic(request: Request) -> Traffic:
    """The counts of requests."""
    return cast(Traffic, request.app.state.traffic)


def get_settings(request: Request) -> Settings:
    """The settings that the server started with."""
    return cast(Settings, request.app.state.settings)


Events = Annotated[EventStore, Depends(get_events)]
Records = Annotated[RecordStore, Depends(get_records)]
EventWriters = Annotated[Writers, Depends(get_writers)]
EventChanges = Annotated[GroupCommit[Change], Depends(get_changes)]
Blobs = Annotated[BlobStore, Depends(get_blobs)]
ServerSecret = Annotated[str, Depends(get_secret)]
RequestTraffic = Annotated[Traffic, Depends(get_traffic)]
ServerSettings = Annotated[Settings, Depends(get_settings)]
