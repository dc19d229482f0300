"""Copies of what people configure: each is taken over by itself, and only where it is newer than what is here."""

from dataclasses import replace
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from ratchet.datasets.headers import changing
from ratchet.datasets.schema_check import check_schemas
from ratchet.domain.comment import Comment
from ratchet.domain.dataset import Dataset
from ratchet.domain.prompt import Prompt
from ratchet.errors import Conflict
from ratchet.langfuse.copies.place import Place
from ratchet.langfuse.copies.schemas import (
    CommentCopy,
    ConfigCopy,
    DatasetCopy,
    ModelCopy,
    VersionCopy,
    to_moment,
)
from ratchet.prompts.schemas import parse_prompt
from ratchet.prompts.versions import restore_version
from ratchet.scores.configs import restore_config
from ratchet.store.records import datasets
from ratchet.store.records.comments import read_comment, write_comment
from ratchet.store.records.models import read_model, write_model


def copy_config(place: Place, raw: Any) -> bool:
    """Take a score config over; tells whether that changed anything."""
    sent = ConfigCopy.model_validate(raw)
    created_at, updated_at = to_moment(sent.created_at), to_moment(sent.updated_at)
    return restore_config(place.records, place.project_id, sent, created_at=created_at, updated_at=updated_at)


def copy_model(place: Place, raw: Any) -> bool:
    """Take a model over; tells whether that changed anything."""
    sent = ModelCopy.model_validate({**raw, **_prices(raw)})
    made = sent.to_model(place.project_id, sent.id)
    tiers = [replace(tier, id=_tier_ids(raw).get(tier.name, tier.id)) for tier in made.tiers]
    model = replace(made, tiers=tiers, created_at=to_moment(sent.created_at))
    if read_model(place.records, place.project_id, sent.id) == model:
        return False
    write_model(place.records, model)
    return True


def copy_prompt(place: Place, raw: Any) -> bool:
    """Take a version of a prompt over; tells whether it is new here. Labels and tags become those that it has."""
    said, sent = parse_prompt(raw), VersionCopy.model_validate(raw)
    prompt = Prompt(
        id=sent.id,
        project_id=place.project_id,
        name=said.name,
        version=sent.version,
        type=said.type,
        content=said.content,
        config=said.config,
        labels=sorted(set(said.labels)),
        tags=sorted(set(said.tags or ())),
        commit_message=said.commit_message,
        created_by=sent.created_by,
        created_at=to_moment(sent.created_at),
        updated_at=to_moment(sent.updated_at),
    )
    try:
        return restore_version(place.records, prompt)
    except Conflict:  # another project of this server has taken the same version over, and its id with it
        return restore_version(place.records, replace(prompt, id=_own_id(place, prompt.id)))


def copy_dataset(place: Place, raw: Any) -> bool:
    """Take a dataset over, without its items; tells whether that changed anything."""
    sent = DatasetCopy.model_validate(raw)
    copied = Dataset(
        project_id=place.project_id,
        id=sent.id,
        name=sent.name,
        created_at=to_moment(sent.created_at),
        updated_at=to_moment(sent.updated_at),
        description=sent.description,
        metadata=sent.metadata,
        input_schema=sent.input_schema,
        expected_output_schema=sent.expected_output_schema,
    )
    check_schemas(copied)
    with changing(place.records, place.project_id):
        stored = datasets.read_dataset_by_id(place.records, place.project_id, sent.id)
        # One of this name that was made here keeps its id, by which its items know it.
        stored = stored or datasets.read_dataset(place.records, place.project_id, sent.name)
        if stored is not None and stored.updated_at >= copied.updated_at:
            return False
        datasets.write_dataset(place.records, copied if stored is None else replace(copied, id=stored.id))
    return True


def copy_comment(place: Place, raw: Any) -> bool:
    """Take a comment over; tells whether it is new here."""
    sent = CommentCopy.model_validate(raw)
    if read_comment(place.records, place.project_id, sent.id) is not None:
        return False
    comment = Comment(
        project_id=place.project_id,
        id=sent.id,
        object_type=sent.object_type,
        object_id=sent.object_id,
        content=sent.content,
        created_at=to_moment(sent.created_at),
        updated_at=to_moment(sent.updated_at),
        author_id=sent.author_user_id,
    )
    write_comment(place.records, comment)
    return True


def _prices(raw: Any) -> dict[str, Any]:
    """A model as it is shown has its prices twice; where there are tiers, these are all of them."""
    return dict.fromkeys(("inputPrice", "outputPrice", "totalPrice")) if raw.get("pricingTiers") else {}


def _tier_ids(raw: Any) -> dict[str, str]:
    return {tier["name"]: str(tier["id"]) for tier in raw.get("pricingTiers") or () if tier.get("id")}


def _own_id(place: Place, foreign_id: str) -> str:
    return str(uuid5(NAMESPACE_URL, f"{place.project_id}/{foreign_id}"))
