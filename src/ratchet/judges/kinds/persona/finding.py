"""Finding a persona: what a definition gives, the managed prompt that it names, the system prompt of a trace."""

from ratchet.domain.persona.clause import Clause
from ratchet.domain.persona.reading import read_clauses
from ratchet.domain.persona.written import unite
from ratchet.domain.prompt import Content, Reference
from ratchet.http.fields import invalid_field
from ratchet.judges.kinds.kind import Surroundings
from ratchet.judges.kinds.persona.clauses import to_clause
from ratchet.judges.kinds.persona.parameters import ManagedPrompt, PersonaParameters
from ratchet.judges.subject import Subject, to_system_prompt
from ratchet.store.records.prompts import read_prompt

_INCLUSION = "@@@langfusePrompt:"


def find_given(parameters: PersonaParameters, surroundings: Surroundings) -> tuple[Clause, ...]:
    """The clauses that are the same for every answer; raises `Invalid` for a prompt that is not there."""
    written = [to_clause(clause) for clause in parameters.clauses]
    prompt = "" if parameters.prompt is None else _read_managed(parameters.prompt, surroundings)
    return unite(written, read_clauses(parameters.persona), read_clauses(prompt))


def find_all(parameters: PersonaParameters, given: tuple[Clause, ...], subject: Subject) -> tuple[Clause, ...]:
    """The clauses for one answer; at most 300."""
    if not parameters.reads_system_prompt:
        return given
    return unite(given, read_clauses(subject.system_prompt))


def _read_managed(wanted: ManagedPrompt, surroundings: Surroundings) -> str:
    label = "" if wanted.version else wanted.label
    reference = Reference(wanted.name, wanted.version or 0, label)
    prompt = read_prompt(surroundings.records, surroundings.project_id, reference)
    if prompt is None:
        raise invalid_field("parameters.prompt", f"There is no prompt {reference} in this project")
    text = _to_text(prompt.content)
    if _INCLUSION in text:
        message = f"The prompt {prompt} includes others, which is not followed here. Give its text as `persona`"
        raise invalid_field("parameters.prompt", message)
    return text


def _to_text(content: Content) -> str:
    """A text, or the system messages of a chat."""
    return content if isinstance(content, str) else to_system_prompt(content)
