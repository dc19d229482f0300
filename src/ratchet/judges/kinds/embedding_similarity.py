"""Embedding similarity: how near the answer's meaning is to the reference's, by a model that runs here."""

import asyncio

from ratchet.domain.judge import FailureReason, JudgeFailure, NotApplicable, Outcome, Verdict
from ratchet.errors import Unavailable
from ratchet.judges.kinds.kind import Kind, Parameters
from ratchet.judges.subject import Subject
from ratchet.text import embeddings


class EmbeddingParameters(Parameters):
    """Nothing to say yet: there is one model."""


class EmbeddingSimilarity(Kind[EmbeddingParameters]):
    """Sees the matter, hardly whether it is affirmed or denied; and only the first 190 words or so."""

    name = "embedding_similarity"
    title = "Similarity to the reference, by meaning"
    summary = (
        "The cosine of the answer's and the reference's embeddings, from 0 to 1, by all-MiniLM-L6-v2 on this machine; "
        "it comes with ratchet[local-embeddings]."
    )
    parameters_type = EmbeddingParameters
    rests_on = (embeddings,)

    @property
    def model(self) -> str:
        return embeddings.MODEL

    async def judge(self, subject: Subject) -> Outcome:
        if not subject.reference or not subject.answer:
            return NotApplicable("There is no reference to compare with, or no answer.")
        try:
            answer, reference = await asyncio.to_thread(embeddings.embed, [subject.answer, subject.reference])
        except Unavailable as error:
            return JudgeFailure(reason=FailureReason.NOT_CONFIGURED, detail=error.message)
        near = min(1.0, max(0.0, float(answer @ reference)))
        return Verdict(value=near, reasoning=f"The cosine of the two embeddings is {near:.2f} ({embeddings.MODEL}).")
