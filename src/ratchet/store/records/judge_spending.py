"""What judges have called and spent, by the day in UTC."""

from typing import NamedTuple

from sqlalchemy import insert, select, update

from ratchet.store.records.client import RecordStore
from ratchet.store.records.tables import judge_spending


class Spending(NamedTuple):
    """Calls, and what they cost."""

    calls: int = 0
    cost_usd: float = 0.0


def add_spending(store: RecordStore, project_id: str, judge: str, day: str, spent: Spending) -> None:
    """Add to what a judge has spent on a day."""
    table = judge_spending
    here = (table.c.project_id == project_id) & (table.c.judge == judge) & (table.c.day == day)
    more = {"calls": table.c.calls + spent.calls, "cost_usd": table.c.cost_usd + spent.cost_usd}
    with store.lock(f"spending of {project_id} {judge}"), store.write() as connection:
        if not connection.execute(update(table).where(here).values(more)).rowcount:
            row = {"project_id": project_id, "judge": judge, "day": day, **spent._asdict()}
            connection.execute(insert(table).values(row))


def read_spending(store: RecordStore, project_id: str, judge: str, day: str) -> Spending:
    """What a judge has spent on a day."""
    table = judge_spending
    query = select(table.c.calls, table.c.cost_usd).where(
        table.c.project_id == project_id, table.c.judge == judge, table.c.day == day
    )
    with store.read() as connection:
        row = connection.execute(query).one_or_none()
    return Spending(*row) if row else Spending()
