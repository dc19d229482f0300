"""Choosing the examples of a prompt, without keeping it waiting."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Final

from ratchet.domain.few_shot import Example
from ratchet.errors import Invalid
from ratchet.sdk.few_shot.asking import Asking
from ratchet.sdk.few_shot.detection import detect_query_type, given_rules
from ratchet.sdk.few_shot.failures import note_failure
from ratchet.sdk.few_shot.fallbacks import FALLBACK, given_fallbacks
from ratchet.sdk.few_shot.forking import PerProcess
from ratchet.sdk.few_shot.holdout import is_held_out
from ratchet.sdk.few_shot.options import FewShotOptions
from ratchet.sdk.few_shot.shelf import Shelf
from ratchet.sdk.few_shot.source import Selected, Source
from ratchet.sdk.few_shot.stock import Defaults, Stock, Wish, pick
from ratchet.sdk.few_shot.tracing import Given

SCORE: Final = "score"
STRATEGIES: Final = (SCORE, "similarity", "diverse")
SHELVES_MAX: Final = 16
QUERY_LENGTH_MAX: Final = 8_000
"""Characters of a query that are sent; what lies behind them is rarely what an example is about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a call says; `None` leaves it to what is set for the project."""

    query: str = ""
    dialogue_mode: str | None = None
    query_type: str | None = None
    n: int | None = None
    min_score: float | None = None
    strategy: str | None = None
    dataset_name: str | None = None
    token_budget: int | None = None
    redact: bool = False


class Chooser:
    """Chooses for one application; what it has read is shared by its threads."""

    def __init__(self, options: FewShotOptions) -> None:
        self._options = options
        self._source: PerProcess[Source] = PerProcess(self._open)
        self._shelves: dict[tuple[str, float | None], Shelf] = {}
        self._asking = Asking()

    def choose(self, request: Request, trace_id: str | None) -> Given:
        """The examples for a request; a trace that is held out gets none, but is told which these would have been."""
        named = request.dataset_name or self._options.dataset_name
        stock = self.shelf(named, request.min_score).take(self._options.first_wait_s)
        defaults = stock.defaults if stock else Defaults()
        dataset_name = named or defaults.dataset_name
        wish = self._to_wish(request, defaults)
        strategy = _known(request.strategy or defaults.strategy)
        selected = self._select(stock, wish, strategy, dataset_name, redact=request.redact)
        given = Given(selected.examples, wish.query_type, selected.strategy, dataset_name)
        if trace_id and is_held_out(trace_id, self._share(defaults)):
            return replace(given, examples=[], withheld=given.examples, is_held_out=True)
        return given

    def refresh(self, dataset_name: str | None = None) -> None:
        """Read a dataset now."""
        self.shelf(dataset_name or self._options.dataset_name).refresh()

    def shelf(self, dataset_name: str, min_score: float | None = None) -> Shelf:
        """Where the examples of a dataset are kept, of the project's without a name; of many the first to come goes."""
        key = (dataset_name, min_score)
        if (found := self._shelves.get(key)) is not None:
            return found
        if len(self._shelves) >= SHELVES_MAX:
            self._shelves.pop(next(iter(self._shelves)), None)
        return self._shelves.setdefault(key, Shelf(self._reader(dataset_name, min_score), self._options.refresh_s))

    def _reader(self, dataset_name: str, min_score: float | None) -> Callable[[str], Stock | None]:
        return lambda etag: self._source.get().read(dataset_name or None, min_score, etag)

    def _select(self, stock: Stock | None, wish: Wish, strategy: str, dataset_name: str, *, redact: bool) -> Selected:
        if wish.n < 1:
            return Selected([], strategy)
        if strategy == SCORE and not redact:
            return self._by_score(stock, wish)
        try:
            return self._asking.ask(
                lambda: self._source.get().select(
                    dataset_name,
                    replace(wish, query=wish.query[:QUERY_LENGTH_MAX]),
                    strategy=strategy,
                    redact=redact,
                    deadline_s=self._options.deadline_s,
                ),
                self._options.deadline_s,
            )
        except Exception as error:  # noqa: BLE001 - whatever the server does, there are examples by score
            note_failure("select", error)
            return self._by_score(None if redact else stock, wish)

    def _by_score(self, stock: Stock | None, wish: Wish) -> Selected:
        if stock is not None:
            return Selected(pick(stock.by_type.get(wish.query_type, ()), wish), SCORE)
        return Selected(pick(self._fallbacks(wish.query_type), replace(wish, min_score=0.0)), FALLBACK)

    def _fallbacks(self, query_type: str) -> Iterable[Example]:
        return (one for one in given_fallbacks(self._options.fallbacks) if one.query_type == query_type)

    def _to_wish(self, request: Request, defaults: Defaults) -> Wish:
        return Wish(
            query=request.query,
            query_type=request.query_type or self.detect(request.query, request.dialogue_mode),
            n=defaults.n if request.n is None else request.n,
            min_score=defaults.min_score if request.min_score is None else request.min_score,
            token_budget=defaults.token_budget if request.token_budget is None else request.token_budget,
        )

    def detect(self, query: str, dialogue_mode: str | None = None) -> str:
        """The type of a query, by the rules of this application."""
        return detect_query_type(query, dialogue_mode, rules=given_rules(self._options.rules))

    def _share(self, defaults: Defaults) -> float:
        own = self._options.holdout_share
        return defaults.holdout_share if own is None else own

    def _open(self) -> Source:
        # They bring an HTTP library, and are loaded by the thread that reads: no request waits for that.
        if self._options.source == "langfuse":
            from ratchet.sdk.few_shot.langfuse_source import LangfuseSource  # noqa: PLC0415

            return LangfuseSource(self._options.connection, self.detect)
        from ratchet.sdk.few_shot.ratchet_source import RatchetSource  # noqa: PLC0415

        return RatchetSource(self._options.connection, self._options.deadline_s)


def _known(strategy: str) -> str:
    if strategy not in STRATEGIES:
        note_failure("strategy", Invalid(f"There is no strategy {strategy!r}; there are {', '.join(STRATEGIES)}."))
        return SCORE
    return strategy
