"""Being the only replica at something, for as long as one is alive."""

from time import monotonic

from ratchet.store.records import RecordStore
from ratchet.store.records.leases import drop_lease, end_leases, read_expired, take_lease

ALIVE_S = 45.0
_LEADS_S = 15.0
_REPLICA = "replica:"


class Replica:
    """One of the processes that share a record store, under a name of its own."""

    def __init__(self, records: RecordStore, name: str) -> None:
        self.name = name
        self._records = records
        self._renewed: dict[str, float] = {}

    def beat(self) -> None:
        """Tell the others that this one is alive, for a while."""
        take_lease(self._records, _REPLICA + self.name, self.name, for_s=ALIVE_S)

    def leads(self, work: str) -> bool:
        """Whether this replica is the one that does some work; it stays so while it keeps asking."""
        if monotonic() - self._renewed.get(work, float("-inf")) < _LEADS_S / 3:
            return True
        is_leader = take_lease(self._records, work, self.name, for_s=_LEADS_S)
        if is_leader:
            self._renewed[work] = monotonic()
        else:
            self._renewed.pop(work, None)
        return is_leader

    def find_dead(self) -> list[str]:
        """The names of replicas that have not been heard of for too long."""
        return [name.removeprefix(_REPLICA) for name in read_expired(self._records, _REPLICA)]

    def bury(self, name: str) -> None:
        """Forget a dead replica, once its work is taken over."""
        drop_lease(self._records, _REPLICA + name)

    def leave(self) -> None:
        """Let the others take over at once whatever this one did."""
        end_leases(self._records, self.name)
