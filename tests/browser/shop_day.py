"""A day in the life of a small chat application: a shop's assistant, made up from a seed, the same every time."""

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

MODEL = "gpt-4o-mini"
# How busy each hour of the day is, midnight first, in chats.
CHATS_BY_HOUR = (4, 3, 2, 2, 3, 5, 9, 16, 26, 34, 38, 40, 36, 35, 38, 41, 44, 46, 48, 45, 36, 24, 14, 8)
ERROR_RATE = 0.05
SLOW_RATE = 0.04
ERRORS = (
    ("TimeoutError", "The model did not answer within 20 seconds."),
    ("ConnectionError", "The connection to the document store was reset."),
    ("RateLimitError", "429: too many requests in this minute."),
)


@dataclass(frozen=True, slots=True)
class Topic:
    """Something that customers ask, and what the assistant's documents say about it."""

    mode: str
    questions: Sequence[str]
    document: str
    answer: str


TOPICS = (
    Topic(
        "FACTUAL",
        ("How long does delivery take?", "When will my parcel arrive?", "Is there express shipping?"),
        "Delivery: two to four working days within the country, the next working day with express (6.90).",
        "Standard delivery takes two to four working days. Express arrives the next working day and costs 6.90 [1].",
    ),
    Topic(
        "FACTUAL",
        ("Can I send the shoes back?", "What is your return policy?", "How do I return an order?"),
        "Returns: free within 30 days, unworn, with the label that lies in the box.",
        "Yes. Returns are free for 30 days as long as the shoes are unworn; use the label from the box [1].",
    ),
    Topic(
        "TEACHING",
        ("How do I waterproof leather boots?", "What wax should I use on my boots?"),
        "Care: clean, let dry for a day, then rub in a thin coat of beeswax and polish after ten minutes.",
        "Clean the boots and let them dry for a day. Rub in a thin coat of beeswax, wait ten minutes, then polish [1].",
    ),
    Topic(
        "STANCE_GLOBAL",
        ("What do you think about synthetic leather?", "Would you buy vegan boots?"),
        "Materials: our view is that leather lasts longer, and that synthetics are the lighter choice for dry summers.",
        "I would take leather for boots that should last, and a synthetic for light summer shoes [1].",
    ),
    Topic(
        "SMALLTALK",
        ("Hello!", "Good morning, how are you?", "Thanks, that helped!"),
        "",
        "Hello! What can I do for your feet today?",
    ),
)


@dataclass(frozen=True, slots=True)
class Chat:
    """One question and its answer, as the application lived through it."""

    started_at: datetime
    duration: timedelta
    topic: Topic
    question: str
    user_id: str
    session_id: str
    release: str
    error: tuple[str, str] | None
    scores: dict[str, float] = field(default_factory=dict[str, float])

    @property
    def prompt(self) -> str:
        """What the model was asked, as JSON."""
        system = f"You are the assistant of a shoe shop. Documents: {self.topic.document or 'none'}"
        messages = [{"role": "system", "content": system}, {"role": "user", "content": self.question}]
        return json.dumps(messages)


def plan_day(end: datetime, seed: int = 7) -> list[Chat]:
    """The chats of the 24 hours before `end`, oldest first; every one of them started and ended within."""
    rng = random.Random(seed)
    start = end - timedelta(hours=23, minutes=50)
    return sorted(_plan_chats(start, rng), key=lambda chat: chat.started_at)


def _plan_chats(start: datetime, rng: random.Random) -> Iterator[Chat]:
    for hour in range(24):
        begin = start + timedelta(minutes=59 * hour)
        for _ in range(CHATS_BY_HOUR[begin.astimezone(UTC).hour]):
            started_at = begin + timedelta(seconds=rng.uniform(0, 3500))
            # A release at half-time that is a little worse, so that there is something to see.
            yield _plan_chat(started_at, "v1.5.0" if hour >= 12 else "v1.4.2", rng)


def _plan_chat(started_at: datetime, release: str, rng: random.Random) -> Chat:
    topic = rng.choice(TOPICS)
    error = rng.choice(ERRORS) if rng.random() < ERROR_RATE else None
    seconds = rng.lognormvariate(0.1, 0.4) * (8 if rng.random() < SLOW_RATE else 1)
    user = rng.randrange(80)
    return Chat(
        started_at=started_at,
        duration=timedelta(microseconds=round(seconds * 1_000_000)),
        topic=topic,
        question=rng.choice(topic.questions),
        user_id=f"customer-{user:03}",
        session_id=f"session-{started_at:%j}-{user:03}",
        release=release,
        error=error,
        scores={} if error else _plan_scores(release, rng),
    )


def _plan_scores(release: str, rng: random.Random) -> dict[str, float]:
    drop = 0.08 if release == "v1.5.0" else 0.0

    def draw(mean: float) -> float:
        return round(min(1.0, max(0.0, rng.gauss(mean - drop, 0.08))), 3)

    return {
        "faithfulness": draw(0.9),
        "persona_overall": draw(0.88),
        "persona_structure_policy": draw(0.91),
        "persona_voice_fidelity": draw(0.85),
        "rewrite_count": float(rng.random() < 0.1),
    }
