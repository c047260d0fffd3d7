"""Units shared out to worker processes."""

from __future__ import annotations

from copy import copy
from itertools import count
from typing import TYPE_CHECKING, Any, Protocol

import msgspec

from newslint.engine.plan import Plan
from newslint.engine.rows import RowStore
from newslint.engine.unit import Crash, UnitResult, check_batches
from newslint.errors import InputError, PluginError

if TYPE_CHECKING:
    from collections import deque
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from newslint.kinds.base import Context, Kind
    from newslint.model import Rule
    from newslint.readers.base import Batch, Reader, Unit

_AHEAD = 3
"""Tasks given out per worker before the first of them has come back: enough to keep it busy, and memory bounded."""
_TASK = 1 << 20
"""Bytes of small files that make one task."""


class Additions(Protocol):
    """What the engine knows of the plugins of a run.  It can be sent to a worker, and loads them there."""

    salt: str
    """What tells these plugins, in this state, from others."""

    def put_right(self, batches: Iterable[Batch], path: str, crashes: list[Crash]) -> Iterable[Batch]:
        """Batches of a file's records as the plugins want the rules to see them; failures are added to ``crashes``."""


class Setup:
    """How to make a plan and read units: all that a worker process needs, and nothing that it cannot be sent.

    Args:
        rules: The rules to run.
        context: Clock and time zone.
        get_kind: Gives the kind of a name.
        get_reader: Gives the reader of a format.
        mapping: Input field name to canonical field.
        cache: Folder of cached plans, or None.
        plugins: The plugins of the run; with them a worker gets what they add.
    """

    def __init__(
        self,
        rules: Sequence[Rule],
        context: Context,
        get_kind: Callable[[str], Kind],
        get_reader: Callable[[str], Reader],
        *,
        mapping: Mapping[str, str] | None = None,
        cache: str | None = None,
        plugins: Additions | None = None,
    ) -> None:
        self.rules = tuple(rules)
        self.context = context
        self.get_kind = get_kind
        self.get_reader = get_reader
        self.mapping = dict(mapping or {})
        self.cache = cache
        self.plugins = plugins

    def reading(self, get_reader: Callable[[str], Reader]) -> Setup:
        """The same with other readers."""
        made = copy(self)
        made.get_reader = get_reader
        return made

    def running(self, rules: Sequence[Rule]) -> Setup:
        """The same with other rules."""
        made = copy(self)
        made.rules = tuple(rules)
        return made

    def plan(self) -> Plan:
        """The plan of these rules."""
        salt = "" if self.plugins is None else self.plugins.salt
        return Plan(self.rules, self.get_kind, self.context, cache=self.cache, salt=salt)

    def put_right(self, batches: Iterable[Batch], path: str, crashes: list[Crash]) -> Iterable[Batch]:
        """``batches`` as the plugins want the rules to see them; their failures are added to ``crashes``."""
        return batches if self.plugins is None else self.plugins.put_right(batches, path, crashes)


def results(setup: Setup, plan: Plan, units: Sequence[Unit], store: RowStore, jobs: int) -> Iterator[UnitResult]:
    """The result of each unit, in order; its rows go to ``store``."""
    if jobs <= 1 or len(units) <= 1:
        for number, unit in enumerate(units):
            yield check_unit(setup, plan, unit, number, store)
            store.relieve()
        plan.keep()
        return
    yield from _parallel(setup, plan, units, store, jobs)


def check_unit(setup: Setup, plan: Plan, unit: Unit, number: int, store: RowStore) -> UnitResult:
    """Check one unit in this process."""
    reader = setup.get_reader(unit.format)
    try:
        crashes: list[Crash] = []
        batches = setup.put_right(reader.read(unit, setup.mapping, plan.wanted), unit.path, crashes)
        result = check_batches(plan, batches, unit=number, path=unit.path, rows=store)
        result.crashes.extend(crashes)
        result.lines = reader.lines(unit)
    except InputError as error:
        result = UnitResult([], failures=[(error.reason, error.hint)])
    except PluginError as error:
        result = UnitResult([], crashes=[Crash("", 0, error.reason)])
    return result


def _parallel(setup: Setup, plan: Plan, units: Sequence[Unit], store: RowStore, jobs: int) -> Iterator[UnitResult]:
    from collections import deque
    from concurrent.futures import Future, ProcessPoolExecutor

    decoder = msgspec.msgpack.Decoder(list[UnitResult])
    waiting: deque[Future[bytes]] = deque()
    tasks = _tasks(units)
    number = next(_numbers)
    _plans[number] = plan
    with ProcessPoolExecutor(jobs, initializer=_start, initargs=(setup, number)) as pool:
        try:
            for task in tasks:
                waiting.append(pool.submit(_work, task))
                if len(waiting) >= jobs * _AHEAD:
                    yield from _take(waiting, decoder, store)
            while waiting:
                yield from _take(waiting, decoder, store)
            pool.submit(_keep).result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
        finally:
            del _plans[number]


def _take(waiting: deque[Any], decoder: Any, store: RowStore) -> Iterator[UnitResult]:
    for result in decoder.decode(waiting.popleft().result()):
        if result.rows:
            store.load(result.rows)
            result.rows = b""
        yield result


def _tasks(units: Sequence[Unit]) -> Iterator[list[tuple[int, Unit]]]:
    """Units put together into tasks of some size: a process should not be asked about one small file at a time."""
    task: list[tuple[int, Unit]] = []
    size = 0
    for number, unit in enumerate(units):
        task.append((number, unit))
        size += unit.size
        if size >= _TASK:
            yield task
            task, size = [], 0
    if task:
        yield task


_plans: dict[int, Plan] = {}
"""Plans of the runs that are under way, for workers that are forks of this process: the others have to make theirs."""
_numbers = count()
_worker: list[tuple[Setup, Plan]] = []
"""This process's plan, when it is a worker."""


def _start(setup: Setup, number: int) -> None:
    import signal

    # The parent tells the workers to end; an interrupt at the terminal reaches them too, and would print a traceback each.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    plan = _plans.get(number)
    _worker.append((setup, setup.plan() if plan is None else plan))


def _keep() -> None:
    """Keep what this worker has learned: whichever it is, the others have learned much the same."""
    _worker[0][1].keep()


def _work(task: list[tuple[int, Unit]]) -> bytes:
    setup, plan = _worker[0]
    done: list[UnitResult] = []
    store = RowStore(len(plan.dataset))
    for number, unit in task:
        done.append(check_unit(setup, plan, unit, number, store))
    if plan.dataset and done:
        done[-1].rows = store.dump()
    return msgspec.msgpack.encode(done)
