"""The work that goes on beside requests: begun once the server listens, ended with it."""

import logging
import threading
from collections.abc import AsyncGenerator
from contextlib import ExitStack, asynccontextmanager

from starlette.concurrency import run_in_threadpool

from ratchet.errors import RatchetError
from ratchet.server.stores import Stores
from ratchet.settings import Settings

log = logging.getLogger(__name__)

LOOK_EVERY_S = 0.5
BEAT_EVERY_S = 10.0


class Work:
    """What a server does on its own account: judging what arrives, and what else is durable."""

    def __init__(self, settings: Settings, stores: Stores, secret: str) -> None:
        self._settings = settings
        self._stores = stores
        self._secret = secret
        self._open = ExitStack()
        self._is_ending = threading.Event()
        self._thread = threading.Thread(target=self._begin, name="work", daemon=True)

    @asynccontextmanager
    async def lifespan(self, _app: object) -> AsyncGenerator[None]:
        """Go on while an application runs, unless the settings leave all work to other replicas."""
        if not self._settings.work:
            yield
            return
        self._thread.start()  # what it needs takes longer to load than a server may take to listen
        yield
        await run_in_threadpool(self._close)

    def _close(self) -> None:
        """End, leaving to the next start what is not done."""
        self._is_ending.set()
        self._thread.join()
        self._open.close()

    def _begin(self) -> None:
        try:
            self._launch()
        except RatchetError:
            log.exception("Judging and other work beside requests could not begin; restart the server")

    def _launch(self) -> None:
        from ratchet.alerts.monitoring import Alerting  # noqa: PLC0415 - all of these take seconds to load
        from ratchet.alerts.notifications.notifying import Notifying  # noqa: PLC0415
        from ratchet.datasets.collectors import tasks as collecting  # noqa: PLC0415
        from ratchet.datasets.collectors.equipment import equip  # noqa: PLC0415
        from ratchet.export import tasks as exporting  # noqa: PLC0415
        from ratchet.fewshot.reviewing import Reviewing  # noqa: PLC0415
        from ratchet.jobs import durable  # noqa: PLC0415 - it takes seconds to load
        from ratchet.jobs.leases import Replica  # noqa: PLC0415
        from ratchet.jobs.rounds import Rounds  # noqa: PLC0415
        from ratchet.judges import tasks as judging  # noqa: PLC0415
        from ratchet.judges.bench import open_bench  # noqa: PLC0415
        from ratchet.probes import tasks as probes  # noqa: PLC0415
        from ratchet.regression import tasks as regression  # noqa: PLC0415

        if self._is_ending.is_set():
            return
        stores = self._stores
        bench = open_bench(stores.events, stores.records, stores.writers, self._secret)
        judging.begin(bench)
        equipment = equip(stores.events, stores.records)
        collecting.begin(equipment)
        regression.begin(bench)
        probes.begin(bench)
        desk = exporting.open_desk(stores.events, stores.records, self._settings.export_dir)
        exporting.begin(desk)
        queues = (*judging.QUEUES, *regression.QUEUES, *collecting.QUEUES, *exporting.QUEUES, *probes.QUEUES)
        replica = Replica(stores.records, durable.launch(self._settings.records_url, queues))
        self._open.callback(replica.leave)
        self._open.callback(durable.close)
        replica.beat()
        notifying = Notifying(stores.events, stores.records, replica, settings=self._settings, secret=self._secret)
        parts = [
            judging.Judging(bench, replica),
            regression.Regression(bench, replica),
            collecting.Collecting(equipment, replica),
            exporting.Exporting(desk, replica),
            probes.Probing(bench, replica),
            Alerting(stores.events, stores.records, replica),
            Reviewing(stores.events, stores.records, replica),
        ]

        def keep_house() -> None:
            replica.beat()
            durable.take_over(replica)
            durable.sweep()

        self._open.callback(notifying.close)
        self._open.callback(bench.stopping.set)
        self._open.callback(equipment.stopping.set)
        self._open.callback(desk.stopping.set)
        self._open.callback(Rounds("housekeeping", keep_house, every_s=BEAT_EVERY_S).stop)
        for part in parts:
            self._open.callback(Rounds(type(part).__name__, part.look, every_s=LOOK_EVERY_S).stop)
        # Its rounds are cheap, and somebody waits to be woken, on a busy machine above all.
        self._open.callback(Rounds("Notifying", notifying.look, every_s=LOOK_EVERY_S, share_max=0.5).stop)
