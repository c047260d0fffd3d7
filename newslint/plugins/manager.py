"""Plugins loaded one by one, told of the settings, and put where newslint looks for what they add."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING, Any

import msgspec
import pluggy

from newslint.errors import PluginError, PluginErrors, did_you_mean
from newslint.kinds import registry as kinds
from newslint.kinds.base import Kind
from newslint.plugins import API_VERSION, hookspecs
from newslint.plugins.found import search_path
from newslint.plugins.guard import GuardedReader, guarded_reporter, naming, told, until_it_fails
from newslint.plugins.normalise import normalised
from newslint.readers import registry as readers
from newslint.reporters import registry as reporters
from newslint.reporters.base import Reporter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from newslint.config.schema import Config
    from newslint.engine.unit import Crash
    from newslint.model import Article
    from newslint.plugins.choice import Choice, Named
    from newslint.plugins.found import Found
    from newslint.readers.base import Batch

_PREFIX = "newslint_"


class Plugin(msgspec.Struct):
    """One plugin, loaded or not.

    Attributes:
        name: Its name: the entry point's, or the module's.
        target: What was imported.
        distribution: Name of the distribution it came with; None for a module that was named.
        version: Version of that.
        hooks: Names of the hooks it implements.
        failure: Why it could not be loaded or asked, or None.
    """

    name: str
    target: str
    distribution: str | None = None
    version: str | None = None
    hooks: tuple[str, ...] = ()
    failure: str | None = None

    @property
    def title(self) -> str:
        """``plugin 'acme' (acme-newslint 1.2)``."""
        if self.distribution is None:
            return f"plugin {self.name!r}"
        return f"plugin {self.name!r} ({self.distribution} {self.version})"


class Plugins:
    """The plugins of a run.

    Made by :func:`collect`.  It can be sent to a worker process, where the same plugins are loaded again.

    Attributes:
        all: Every plugin, loaded or not, in the order they were loaded.
        rule_paths: Rule files and folders that they bring.
        salt: What tells these plugins, in this state, from others: part of the name of everything that is cached.
    """

    def __init__(self, choice: Choice, found: Sequence[Found], config: Config | None) -> None:
        self.choice = choice
        self.config = config
        self.all: list[Plugin] = []
        self.rule_paths: list[str] = []
        self.salt = ""
        self._found = list(found)
        self._manager = pluggy.PluginManager(hookspecs.PROJECT)
        self._manager.add_hookspecs(hookspecs)
        self._undo: list[Callable[[], None]] = []
        self._normalisers: list[tuple[Plugin, Any]] = []
        self._errors: list[PluginError] = []

    def __reduce__(self) -> tuple[Any, ...]:
        return (_again, (self.choice, self._found, self.config))

    @property
    def loaded(self) -> list[Plugin]:
        """Those that are in use."""
        return [plugin for plugin in self.all if plugin.failure is None]

    @property
    def normalise(self) -> Callable[[Article, str], Article | None] | None:
        """Puts a record right, or None when no plugin does."""
        return self._normalise if self._normalisers else None

    def put_right(self, batches: Iterable[Batch], path: str, crashes: list[Crash]) -> Iterable[Batch]:
        """Batches of a file's records as the plugins want the rules to see them.

        Args:
            batches: As the reader made them.
            path: The file as findings show it.
            crashes: Takes the first failure.
        """
        batches = until_it_fails(batches, crashes)
        return normalised(batches, self._normalise, path, crashes) if self._normalisers else batches

    def check(self) -> None:
        """See that all is well.

        Raises:
            PluginError: A plugin failed, or one that is named does not exist.
        """
        if len(self._errors) > 1:
            raise PluginErrors(self._errors)
        if self._errors:
            raise self._errors[0]

    # -- loading ---------------------------------------------------------------------------------------------------

    def load(self) -> None:
        """Load, tell and ask every plugin; what goes wrong is kept for :meth:`check`."""
        names = [entry.name for entry in self._found]
        for name in self.choice.blocked:
            if name not in names and all(named.name != name for named in self.choice.load):
                hint = did_you_mean(name, names) or "`newslint plugins` lists the plugins"
                self._errors.append(PluginError(f"--no-plugin: no plugin is called {name!r}", hint=hint))
        named = {item.name for item in self.choice.load}
        for entry in self._found:
            if (self.choice.installed or entry.name in named) and entry.name not in self.choice.blocked:
                plugin = Plugin(entry.name, entry.target, entry.distribution, entry.version)
                self._load(plugin, None)
        for item in self.choice.load:
            if item.name not in names and item.name not in self.choice.blocked:
                self._load(Plugin(item.name, item.name), item)
        self._check_pending()
        known = list(self.loaded)
        for plugin in known:
            self._ask(plugin, "configure", self._configure)
        self._check_options(known)
        for plugin in self.loaded:
            for hook, take in (
                ("kinds", self._take_kinds),
                ("readers", self._take_readers),
                ("reporters", self._take_reporters),
                ("rule_paths", self._take_rule_paths),
            ):
                self._ask(plugin, hook, take)
        self._find_normalisers()
        self.salt = "\n".join(sorted(self._states()))

    def _load(self, plugin: Plugin, named: Named | None) -> None:
        self.all.append(plugin)
        module, _, attribute = plugin.target.partition(":")
        try:
            with _search(None if named is None else named.folder):
                loaded: Any = import_module(module)
            for name in filter(None, attribute.split(".")):
                loaded = getattr(loaded, name)
            self._manager.register(loaded, plugin.name)
        except ModuleNotFoundError as error:
            if named is None or error.name is None or not f"{module}.".startswith(f"{error.name}."):
                self._fail(plugin, told(error), error)
                return
            self.all.remove(plugin)
            self._errors.append(self._nowhere(named))
        except (KeyboardInterrupt, MemoryError):
            raise
        except BaseException as error:  # noqa: BLE001  SystemExit too: a plugin must not end the run without a word
            self._fail(plugin, told(error), error)
        else:
            plugin.hooks = tuple(
                sorted(caller.name.removeprefix(_PREFIX) for caller in self._manager.get_hookcallers(loaded) or ())
            )

    def _nowhere(self, named: Named) -> PluginError:
        near = did_you_mean(named.name, [entry.name for entry in self._found])
        if near is None and named.folder is None:
            near = (
                "a module beside a configuration is imported when that configuration, in the working directory or given with "
                "--config, names it under plugins.load"
            )
        hint = near or "`newslint plugins` lists the plugins"
        error = PluginError(f"no plugin and no module is called {named.name!r}", hint=hint)
        error.about = f"plugins.load.{named.name}"
        return error

    def _check_pending(self) -> None:
        """A misspelt hook is an error, and not a hook that is never called."""
        for plugin in list(self.loaded):
            registered = self._manager.get_plugin(plugin.name)
            for caller in self._manager.get_hookcallers(registered) or ():
                if caller.spec is None:
                    known = [name for name in vars(hookspecs) if name.startswith(_PREFIX)]
                    hint = did_you_mean(caller.name, known) or f"hooks: {', '.join(known)}"
                    optional = all(implementation.optionalhook for implementation in caller.get_hookimpls())
                    if not optional:
                        self._fail(plugin, f"there is no hook {caller.name!r}", hint=hint)
        try:
            self._manager.check_pending()
        except pluggy.PluginValidationError as error:  # what the loop above has not explained
            self._errors.append(PluginError(str(error)))

    def _check_options(self, known: Sequence[Plugin]) -> None:
        names = [plugin.name for plugin in known]
        for name in _options(self.config):
            if name not in names and name not in self.choice.blocked and self.choice.installed:
                hint = did_you_mean(name, names) or "`newslint plugins` lists the plugins"
                error = PluginError(f"no plugin is called {name!r}", hint=hint)
                error.about = f"plugins.options.{name}"
                self._errors.append(error)

    def _fail(self, plugin: Plugin, reason: str, error: BaseException | None = None, hint: str | None = None) -> None:
        if plugin.failure is not None:
            return
        plugin.failure = reason
        if self._manager.has_plugin(plugin.name):
            self._manager.unregister(name=plugin.name)
        if hint is None:
            hint = "upgrade or uninstall it, or leave it out with --no-plugin " + plugin.name
        found = PluginError(f"{plugin.title}: {reason}", hint=hint)
        found.__cause__ = error
        self._errors.append(found)

    # -- asking ----------------------------------------------------------------------------------------------------

    def _caller(self, plugin: Plugin, hook: str) -> Any:
        """Calls the hook in this plugin only, so that what goes wrong has a name."""
        hook = _PREFIX + hook
        this = self._manager.get_plugin(plugin.name)
        others = [other for other in self._manager.get_plugins() if other is not this]
        caller = self._manager.subset_hook_caller(hook, others)
        return caller if caller.get_hookimpls() else None

    def _ask(self, plugin: Plugin, hook: str, take: Callable[[Plugin, Any], None]) -> None:
        if plugin.failure is not None:
            return
        caller = self._caller(plugin, hook)
        if caller is None:
            return
        try:
            take(plugin, caller)
        except (KeyboardInterrupt, MemoryError):
            raise
        except PluginError as error:
            self._fail(plugin, error.reason, error, error.hint)
        except BaseException as error:  # noqa: BLE001  it is the plugin's, whatever it is
            self._fail(plugin, f"{_PREFIX}{hook} raised {told(error)}", error)

    def _configure(self, plugin: Plugin, call: Any) -> None:
        from newslint.config.schema import Config

        call(config=Config() if self.config is None else self.config, options=_options(self.config).get(plugin.name, {}))

    def _take_kinds(self, plugin: Plugin, call: Any) -> None:
        for given in call(api_version=API_VERSION):
            for name, kind in dict(given).items():
                try:
                    kinds.add_kind(name, _guarded_kind(name, kind, plugin.title), plugin.title)
                except ValueError as error:
                    raise PluginError(str(error)) from None
                self._undo.append(lambda name=name: kinds.remove_kind(name))  # type: ignore[misc]

    def _take_readers(self, plugin: Plugin, call: Any) -> None:
        for given in call(api_version=API_VERSION):
            for reader in given:
                lacking = [name for name in ("name", "suffixes", "units", "read", "lines", "fetch") if not hasattr(reader, name)]
                if lacking:
                    raise PluginError(f"newslint_readers gave {reader!r}, which has no {', '.join(lacking)}")
                if reader.name in readers.added_readers():
                    raise PluginError(f"another plugin adds the input format {reader.name!r}, too")
                readers.register_reader(GuardedReader(reader, plugin.title))
                self._undo.append(lambda name=reader.name: readers.remove_reader(name))  # type: ignore[misc]

    def _take_reporters(self, plugin: Plugin, call: Any) -> None:
        for given in call(api_version=API_VERSION):
            for name, reporter in dict(given).items():
                if name not in reporters.reporter_names() and not (isinstance(reporter, type) and issubclass(reporter, Reporter)):
                    raise PluginError(f"newslint_reporters gave {reporter!r} for {name!r}, which is no class of reporters")
                try:
                    reporters.add_reporter(name, guarded_reporter(reporter, name, plugin.title))
                except ValueError as error:
                    raise PluginError(str(error)) from None
                self._undo.append(lambda name=name: reporters.remove_reporter(name))  # type: ignore[misc]

    def _take_rule_paths(self, plugin: Plugin, call: Any) -> None:
        for given in call():
            if isinstance(given, (str, os.PathLike)):
                raise PluginError("newslint_rule_paths gave one path and no list of paths")
            for path in given:
                if not os.path.exists(path):
                    raise PluginError(f"newslint_rule_paths names {os.fspath(path)}, which does not exist")
                self.rule_paths.append(os.fspath(path))

    def _find_normalisers(self) -> None:
        by_name = {plugin.name: plugin for plugin in self.loaded}
        # pluggy calls them last to first.
        for implementation in reversed(self._manager.hook.newslint_record.get_hookimpls()):
            plugin = by_name[implementation.plugin_name]
            if all(known is not plugin for known, _ in self._normalisers):
                self._normalisers.append((plugin, self._caller(plugin, "record")))

    def _normalise(self, record: Article, path: str) -> Article | None:
        for plugin, call in self._normalisers:
            try:
                changed: Article | None = call(record=record, path=path)
            except Exception as error:
                raise PluginError(f"{plugin.title}: newslint_record raised {told(error)}") from error
            if changed is not None:
                if type(changed) is not type(record):
                    raise PluginError(f"{plugin.title}: newslint_record gave {type(changed).__name__}, and no Article")
                return changed
        return None

    # -- bookkeeping -----------------------------------------------------------------------------------------------

    def undo(self) -> None:
        """Take away what the plugins have added."""
        while self._undo:
            self._undo.pop()()

    def _states(self) -> Iterator[str]:
        """A line for each plugin that changes whenever the plugin does."""
        for plugin in self.loaded:
            module = sys.modules.get(plugin.target.partition(":")[0])
            yield repr((plugin.name, plugin.distribution, plugin.version, _state(getattr(module, "__file__", None))))


def collect(choice: Choice, found: Sequence[Found], config: Config | None = None) -> Plugins:
    """Load plugins and make them the active ones; what failed is in :attr:`Plugins.all` and raised by :meth:`Plugins.check`."""
    deactivate()
    plugins = Plugins(choice, found, config)
    _active.append(plugins)
    plugins.load()
    return plugins


_active: list[Plugins] = []


def active() -> Plugins | None:
    """The plugins in use."""
    return _active[0] if _active and _active[0].loaded else None


def deactivate() -> None:
    """Take away what the plugins of an earlier run have added."""
    while _active:
        _active.pop().undo()


def _again(choice: Choice, found: Sequence[Found], config: Config | None) -> Plugins:
    """The same plugins in another process, where they are loaded unless they came with it."""
    if _active and _active[0].choice == choice:
        return _active[0]
    plugins = collect(choice, found, config)
    plugins.check()
    return plugins


def _guarded_kind(name: str, kind: Kind | Callable[[], Kind], title: str) -> Kind | Callable[[], Kind]:
    if not callable(kind):
        return kind

    def make() -> Kind:
        with naming(f"{title}: the kind {name!r}"):
            made: Kind = kind()
        if not isinstance(made, Kind):
            raise PluginError(f"{title}: the kind {name!r} is made as {made!r}, which is no Kind")
        return made

    return make


def _options(config: Config | None) -> dict[str, dict[str, Any]]:
    if config is None or config.plugins is msgspec.UNSET:
        return {}
    return {} if config.plugins.options is msgspec.UNSET else config.plugins.options


def _state(path: str | None) -> list[tuple[str, int, int]]:
    """Time and size of the code of a plugin: its own folder if it is part of a package, else its file."""
    if path is None:
        return []
    folder = os.path.dirname(path)
    if not os.path.exists(os.path.join(folder, "__init__.py")):
        return [_stat(path)]
    return sorted(_stat(os.path.join(top, name)) for top, _, names in os.walk(folder) for name in names if name.endswith(".py"))


def _stat(path: str) -> tuple[str, int, int]:
    status = os.stat(path)
    return path, status.st_mtime_ns, status.st_size


@contextmanager
def _search(folder: str | None) -> Iterator[None]:
    """``sys.path`` without the working directory, and with ``folder`` at its end."""
    before = sys.path[:]
    sys.path[:] = search_path() + ([] if folder is None else [os.path.abspath(folder or os.curdir)])
    try:
        yield
    finally:
        sys.path[:] = before
