from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from measured import BEGAN, DAY, HOUR, Made, span_dimensions

from ratchet.domain.measurement import Granularity, interval_starts
from ratchet.domain.time import format_time, parse_time
from ratchet.domain.window import Window

Rows = Callable[..., list[dict[str, Any]]]


def start_of(time_ns: int, granularity: str) -> str:
    moment = datetime.fromtimestamp(time_ns // 10**9, UTC)
    day = moment.replace(hour=0, minute=0, second=0)
    match granularity:
        case "minute":
            return moment.replace(second=0).strftime("%Y-%m-%dT%H:%M:%SZ")
        case "hour":
            return moment.replace(minute=0, second=0).strftime("%Y-%m-%dT%H:%M:%SZ")
        case "week":
            return (day - timedelta(days=day.weekday())).date().isoformat()
        case "month":
            return day.replace(day=1).date().isoformat()
        case _:
            return day.date().isoformat()


@pytest.mark.parametrize("granularity", list(Granularity))
def test_figures_come_by_the_interval_from_the_first_on(made: Made, rows: Rows, granularity: str) -> None:
    expected = Counter(start_of(span.start_time, granularity) for span in made.spans)
    found = rows("observations", "count_count", timeDimension={"granularity": granularity})
    assert {row["time_dimension"]: row["count_count"] for row in found if row["count_count"]} == expected
    assert [row["time_dimension"] for row in found] == sorted(row["time_dimension"] for row in found)


def test_intervals_in_which_nothing_happened_count_0(made: Made, rows: Rows) -> None:
    metrics = ("count_count", "sum_totalCost", "avg_latency")
    found = rows("observations", *metrics, timeDimension={"granularity": "day"})
    days = [format_time(BEGAN + i * DAY)[:10] for i in range(4)]
    assert [row["time_dimension"] for row in found] == days
    assert found[-1] == {"time_dimension": days[-1], "count_count": 0, "sum_totalCost": 0, "avg_latency": None}


def test_traces_and_scores_come_by_the_interval_too(made: Made, rows: Rows) -> None:
    traces = Counter(start_of(trace.timestamp, "day") for trace in made.traces.values())
    found = rows("traces", "count_count", version="", timeDimension={"granularity": "day"})
    assert {row["time_dimension"]: row["count_count"] for row in found if row["count_count"]} == traces
    scores = Counter(start_of(s.timestamp, "day") for s in made.scores if s.data_type == "CATEGORICAL")
    found = rows("scores-categorical", "count_count", timeDimension={"granularity": "day"})
    assert {row["time_dimension"]: row["count_count"] for row in found if row["count_count"]} == scores


def test_with_dimensions_only_what_is_there_is_shown_by_time_and_then_by_dimension(made: Made, rows: Rows) -> None:
    expected = Counter((start_of(span.start_time, "day"), span.type) for span in made.spans)
    found = rows("observations", "count_count", by=("type",), timeDimension={"granularity": "day"})
    assert [((row["time_dimension"], row["type"]), row["count_count"]) for row in found] == sorted(expected.items())


@pytest.mark.parametrize(
    ("length", "step"),
    [(HOUR, timedelta(minutes=1)), (DAY, timedelta(hours=1)), (60 * DAY, timedelta(days=1)), (600 * DAY, timedelta(7))],
)
def test_auto_takes_the_finest_interval_of_which_a_chart_shows_all(
    made: Made, rows: Rows, length: int, step: timedelta
) -> None:
    end = BEGAN + 4 * DAY
    times = {"fromTimestamp": format_time(end - length), "toTimestamp": format_time(end)}
    found = rows("observations", "count_count", timeDimension={"granularity": "auto"}, **times)
    first, second = (datetime.fromisoformat(row["time_dimension"]) for row in found[:2])
    assert second - first == step
    assert len(found) <= 100


def test_auto_takes_months_for_whatever_is_longer(made: Made, rows: Rows) -> None:
    times = {"fromTimestamp": "1970-01-01T00:00:00Z", "toTimestamp": "2262-01-01T00:00:00Z"}
    found = rows("observations", "count_count", timeDimension={"granularity": "auto"}, **times)
    assert {row["time_dimension"]: row["count_count"] for row in found} == Counter(
        start_of(span.start_time, "month") for span in made.spans
    )


def test_the_greatest_come_first_unless_told_otherwise(made: Made, rows: Rows) -> None:
    counts = [row["count_count"] for row in rows("observations", "count_count", by=("userId",), version="")]
    assert counts == sorted(counts, reverse=True)


def test_rows_come_in_the_order_asked_for(made: Made, rows: Rows) -> None:
    order = [{"field": "type", "direction": "desc"}, {"field": "count_count", "direction": "asc"}]
    found = rows("observations", "count_count", by=("name", "type"), orderBy=order)
    expected = sorted(found, key=lambda row: (row["type"] == "GENERATION", row["count_count"]))
    assert found == expected
    by_time = [{"field": "time_dimension", "direction": "desc"}]
    found = rows("observations", "count_count", timeDimension={"granularity": "day"}, orderBy=by_time)
    assert [row["time_dimension"] for row in found] == [format_time(BEGAN + i * DAY)[:10] for i in (2, 1, 0)]


def test_a_row_limit_keeps_the_first_rows(made: Made, rows: Rows) -> None:
    everything = rows("observations", "count_count", by=("name",))
    assert rows("observations", "count_count", by=("name",), config={"row_limit": 2}) == everything[:2]
    assert len(rows("traces", "count_count", version="", by=("id",), config=None)) == len(made.traces)


def test_what_has_many_values_is_grouped_by_for_the_first_few(made: Made, rows: Rows) -> None:
    order = [{"field": "sum_totalTokens", "direction": "desc"}]
    [first, *_] = found = rows(
        "observations", "sum_totalTokens", by=("userId",), orderBy=order, config={"row_limit": 3}
    )
    of_user = span_dimensions(made)["userId"]
    tokens: Counter[str] = Counter()
    for span in made.spans:
        tokens[of_user(span)] += span.usage.get("total", 0)
    assert len(found) == 3
    assert (first["userId"], first["sum_totalTokens"]) == max(tokens.items(), key=lambda item: item[1])


def test_intervals_begin_where_the_calendar_has_them() -> None:
    window = Window(parse_time("2026-11-30T23:59:00Z"), parse_time("2027-02-01T00:00:00Z"))
    months = [format_time(start)[:10] for start in interval_starts(window, Granularity.MONTH)]
    assert months == ["2026-11-01", "2026-12-01", "2027-01-01"]
    weeks = [format_time(start)[:10] for start in interval_starts(window, Granularity.WEEK)]
    assert weeks[0] == "2026-11-30"
    assert {datetime.fromisoformat(week).weekday() for week in weeks} == {0}
