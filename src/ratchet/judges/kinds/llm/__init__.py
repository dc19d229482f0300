"""Kinds of judges that ask language models."""

from collections.abc import Sequence
from typing import Any

from ratchet.judges.kinds.kind import Kind
from ratchet.judges.kinds.llm.checklists import CitationAlignment, Completeness, Faithfulness
from ratchet.judges.kinds.llm.grades import AnswerRelevance, Tone
from ratchet.judges.kinds.llm.pairwise import Pairwise
from ratchet.judges.kinds.llm.rubric import Rubric
from ratchet.judges.kinds.llm.safety import Safety

LLM_KINDS: Sequence[type[Kind[Any]]] = (
    *(Faithfulness, CitationAlignment, AnswerRelevance, Completeness, Tone, Safety, Rubric, Pairwise),
)
