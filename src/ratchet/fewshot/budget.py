"""How many tokens examples take of a prompt."""

from dataclasses import dataclass

from ratchet.domain.few_shot import Example
from ratchet.text.tokens import count_tokens

# Whichever model reads the prompt: its own counts differ from these by a few percent.
_MODEL = "gpt-4.1-mini"
# What stands around a question and an answer in a prompt: "Q:", "A:", line breaks.
_AROUND = 8


@dataclass(slots=True)
class Budget:
    """The tokens that are left for examples; None for no limit."""

    left: int | None = None

    def take(self, example: Example) -> bool:
        """Whether an example still fits; if so, its tokens are spent."""
        if self.left is None:
            return True
        needed = count_tokens(example.query, _MODEL) + count_tokens(example.response, _MODEL) + _AROUND
        if needed > self.left:
            return False
        self.left -= needed
        return True
