"""What includes a prompt is never broken by a change to it: a change that would is refused."""

from collections.abc import Collection, Sequence

from ratchet.domain.prompt import Inclusion, Prompt, Reference
from ratchet.errors import Conflict, Invalid
from ratchet.prompts.composition import DEPTH_MAX, compose
from ratchet.store.records import RecordStore
from ratchet.store.records.prompts import read_inclusions, read_prompt


def check_new_version(records: RecordStore, prompt: Prompt) -> None:
    """Raise `Conflict` or `Invalid` when a version that is to be stored cannot be put together."""
    composition = compose(prompt, lambda reference: _find(records, prompt, reference))
    if itself := next((included for included in composition.included if included.name == prompt.name), None):
        raise Conflict(f"The prompt {prompt} would include {itself}: that would be a circle.")
    _check_height(records, prompt, composition.depth)


def check_labels(records: RecordStore, prompt: Prompt) -> None:
    """Raise `Conflict` or `Invalid` when labels that a version is to get would make others include too much."""
    composition = compose(prompt, lambda reference: _find(records, prompt, reference))
    _check_height(records, prompt, composition.depth)


def check_deletion(records: RecordStore, doomed: Sequence[Prompt], left: Sequence[Prompt]) -> None:
    """Raise `Conflict` when others include what is to be deleted, and nothing that is left takes its place."""
    breaking = [
        inclusion
        for inclusion in read_inclusions(records, doomed[0].project_id, [doomed[0].name])
        if any(map(inclusion.included.leads_to, doomed)) and not any(map(inclusion.included.leads_to, left))
    ]
    if breaking:
        users = "; ".join(f"{at.name!r} version {at.version} includes {at.included}" for at in breaking[:10])
        raise Conflict(f"Other prompts include what would be deleted: {users}. Delete or change them first.")


def _find(records: RecordStore, changed: Prompt, reference: Reference) -> Prompt | None:
    """What a reference will lead to, once the change is stored."""
    return changed if reference.leads_to(changed) else read_prompt(records, changed.project_id, reference)


def _check_height(records: RecordStore, prompt: Prompt, depth: int) -> None:
    height, above = 0, _read_including(records, prompt.project_id, [prompt])
    while above:
        height += 1
        if height + depth > DEPTH_MAX:
            raise Invalid(
                f"{above[0].name!r} version {above[0].version} includes {prompt}, directly or by others: "
                f"prompts would be more than {DEPTH_MAX} deep within each other."
            )
        above = _read_including(records, prompt.project_id, above)


def _read_including(records: RecordStore, project_id: str, included: Collection[Prompt | Inclusion]) -> list[Inclusion]:
    names = {version.name for version in included}
    inclusions = read_inclusions(records, project_id, names)
    return [inclusion for inclusion in inclusions if any(map(inclusion.included.leads_to, included))]
