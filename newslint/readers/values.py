"""The canonical values of one JSON record whose format says what its names mean, and where each value stands in the record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from newslint.model.article import LIST_FIELDS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from newslint.readers.fields import Path
    from newslint.text.alignment import Alignment

_LISTS = frozenset(LIST_FIELDS)


class Part(NamedTuple):
    """``value[start:start + length]`` is what stands at ``path``: as it is, from code point ``offset`` on, or by ``alignment``."""

    start: int
    length: int
    path: Path
    offset: int = 0
    alignment: Alignment | None = None


class Value(NamedTuple):
    """One value.  Without parts it stands nowhere in the record; ``source`` says then what it was taken from."""

    value: Any
    parts: tuple[Part, ...] = ()
    source: str = ""

    @property
    def verbatim(self) -> Part | None:
        """The one part that a value is, when it stands in the record as it is."""
        return self.parts[0] if len(self.parts) == 1 and self.parts[0].alignment is None else None

    def describe(self) -> str:
        """Where the value comes from, for a person: ``headlines[0].value``, ``HTML in body_html``."""
        if not self.parts:
            return self.source
        first = self.parts[0]
        shown = path_text(first.path)
        if len(self.parts) > 1:
            shown += f" and {len(self.parts) - 1} more"
        return shown if first.alignment is None else f"{self.source} in {shown}"


class Values:
    """Takes values out of a record, each name at most once.

    Args:
        record: The record.
        mapped: Whether a name is mapped by the user, and so is no business of the format.
        base: Path of the record within what was decoded.
    """

    def __init__(self, record: Mapping[str, Any], mapped: Callable[[str], bool] = lambda _: False, base: Path = ()) -> None:
        self.record = record
        self.base = base
        self.scalars: dict[str, Value] = {}
        self.lists: dict[str, list[Value]] = {}
        self.body_format = "lines"
        self._mapped = {name for name in record if mapped(name)}
        self._used: set[str] = set()

    def get(self, *path: str | int) -> Any:
        """The value at ``path``; None where there is none."""
        value: Any = self.record
        if not path or path[0] in self._mapped:
            return None
        for key in path:
            if isinstance(key, int):
                if not isinstance(value, list) or not -len(value) <= key < len(value):
                    return None
            elif not isinstance(value, dict) or key not in value:
                return None
            value = value[key]
        return value

    def take(self, field: str, *path: str | int) -> bool:
        """Let ``field`` have the value at ``path``, when it has none yet and there is one; says whether there was one."""
        value = self.get(*path)
        if value is None:
            return False
        if len(path) == 1 and not isinstance(value, (list, dict)):
            self._used.add(str(path[0]))
        if field in _LISTS and isinstance(value, list):
            for index, item in enumerate(value):
                if item is not None:
                    named = isinstance(item, dict) and isinstance(item.get("name"), str)
                    self.add(field, *path, index, *(("name",) if named else ()))
            self._used.add(str(path[0]))
        elif field in _LISTS and field != "keywords":  # a string of keywords is several
            self.add(field, *path)
        else:
            self.put(field, _whole(value, path))
        return True

    def add(self, field: str, *path: str | int) -> None:
        """Add the value at ``path`` to the list ``field``."""
        value = self.get(*path)
        if value is not None and value != "":
            if len(path) == 1 and not isinstance(value, (list, dict)):
                self._used.add(str(path[0]))
            self.lists.setdefault(field, []).append(_whole(value, path))

    def put(self, field: str, value: Value) -> None:
        """Let ``field`` have ``value``, when it has none yet."""
        if field in self.lists:
            return
        self.scalars.setdefault(field, value)

    def markup(self, field: str, *path: str | int, begin: int = 0, end: int | None = None, kind: str = "HTML") -> bool:
        """Let ``field`` have the text of the HTML at ``path``, or of a stretch of it."""
        value = self.get(*path)
        if not isinstance(value, str) or field in self.scalars:
            return self.take(field, *path)
        made, letters = converted(value, path, begin, end, kind)
        self.put(field, made)
        if field == "body":
            self.body_format = letters
        return True

    def add_markup(self, field: str, *path: str | int) -> None:
        """Add the text of the HTML at ``path`` to the list ``field``."""
        value = self.get(*path)
        if isinstance(value, str):
            made, _ = converted(value, path, 0, None, "HTML")
            self.lists.setdefault(field, []).append(made)

    def join(self, field: str, paths: list[Path], letters: str = "") -> None:
        """Let ``field`` have the strings at ``paths`` with a blank line between them.

        Args:
            field: The field.
            paths: Of the strings; what is no string is passed over.
            letters: Kinds of the blocks, when they are told.
        """
        texts: list[str] = []
        parts: list[Part] = []
        kinds: list[str] = []
        position = 0
        for number, path in enumerate(paths):
            value = self.get(*path)
            if not isinstance(value, str) or not value.strip():
                continue
            texts.append(value)
            parts.append(Part(position, len(value), path))
            position += len(value) + 2
            kinds.append(letters[number : number + 1] * sum(1 for line in value.splitlines() if line.strip()))
        if texts:
            self.put(field, Value("\n\n".join(texts), tuple(parts)))
            if field == "body" and letters:
                self.body_format = f"blocks:{''.join(kinds)}"

    def hide(self, name: str) -> None:
        """Treat the value at ``name`` as absent."""
        self.record = {key: value for key, value in self.record.items() if key != name}

    def used(self, name: str) -> None:
        """Say that all of the value at ``name`` has been taken."""
        self._used.add(name)

    def finish(self) -> None:
        """Leave out what says the title once more, word for word: many formats repeat it in the item's name."""
        title = self.scalars.get("title")
        others = self.lists.get("alt_titles")
        if title is not None and others is not None:
            self.lists["alt_titles"] = [other for other in others if other.value != title.value]

    def flat(self) -> dict[str, Any]:
        """The values by canonical field, then what is left of the record by its own names."""
        made: dict[str, Any] = {field: value.value for field, value in self.scalars.items()}
        for field, values in self.lists.items():
            if field not in made:
                made[field] = [value.value for value in values]
        for name, value in self.record.items():
            if name in self._mapped or (name not in self._used and name not in made):
                made[name] = value
        return made

    def passed_over(self) -> dict[str, Any]:
        """Values of the record that bear the name of a canonical field which has another value."""
        return {
            name: value
            for name, value in self.record.items()
            if name not in self._used
            and name not in self._mapped
            and value is not None
            and (name in self.scalars or name in self.lists)
        }

    def value(self, path: Path) -> tuple[Value, Path] | None:
        """The value that stands at ``path`` of :meth:`flat`, and the rest of the path within it; None when it is the record's own."""
        name = path[0]
        if name in self._mapped or not isinstance(name, str):
            return None
        if name in self.scalars:
            return self.scalars[name], path[1:]
        if name in self.lists and len(path) > 1 and isinstance(path[1], int):
            return self.lists[name][path[1]], path[2:]
        return None


def _whole(value: Any, path: Path) -> Value:
    if isinstance(value, (list, dict)):
        return Value(value, (), path_text(path))
    return Value(value, (Part(0, len(str(value)), path),))


def converted(value: str, path: Path, begin: int, end: int | None, kind: str) -> tuple[Value, str]:
    """The text of ``value[begin:end]``, which is HTML, and how it is divided into blocks."""
    from newslint.text.alignment import Alignment  # these two only where there is HTML
    from newslint.text.html import html_to_text

    text, kinds, alignment = html_to_text(value[begin:end])
    if begin:
        shifted = Alignment()
        shifted.extend(alignment, begin)
        alignment = shifted
    return Value(text, (Part(0, len(text), path, 0, alignment),), kind), f"blocks:{kinds}"


def path_text(path: Path) -> str:
    """``a[0].b`` of ``("a", 0, "b")``."""
    shown = ""
    for key in path:
        shown += f"[{key}]" if isinstance(key, int) else f".{key}" if shown else str(key)
    return shown
