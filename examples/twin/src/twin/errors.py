"""What goes wrong, by meaning.

`UnknownTwin` 404, `TooLarge` 413, `ModelMalformed` 502, `ModelDown` 503, `ModelSlow` 504. `PromptTold` is only traced.
"""

from typing import ClassVar


class TwinError(Exception):
    """What the twin says of itself when it cannot answer."""

    status: ClassVar[int] = 500
    code: ClassVar[str] = "internal"


class UnknownTwin(TwinError):
    """Nobody is known by that id."""

    status = 404
    code = "unknown_twin"


class TooLarge(TwinError):
    """More was sent than anybody reads."""

    status = 413
    code = "too_large"


class ModelMalformed(TwinError):
    """What the model endpoint sent is no answer."""

    status = 502
    code = "model_malformed"


class ModelDown(TwinError):
    """The model endpoint cannot be reached, or refuses."""

    status = 503
    code = "model_down"


class ModelSlow(TwinError):
    """The model did not answer in time."""

    status = 504
    code = "model_slow"


class PromptTold(TwinError):
    """An answer quoted the instructions, and was kept back."""

    code = "prompt_told"
