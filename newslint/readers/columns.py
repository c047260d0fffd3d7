"""Arrow columns made into articles: what the readers of Parquet and Arrow files share with tables that are in memory.

The work is done column by column: a record never becomes a dict, but for those of its values that several columns contend for.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import repeat
from typing import TYPE_CHECKING, Any

from newslint.errors import InputError
from newslint.model.article import LIST_FIELDS, SCALAR_FIELDS, Article
from newslint.readers.base import Unreadable
from newslint.readers.batches import BATCH_RECORDS, PickableBatch
from newslint.readers.fields import FieldMap, list_items, scalar_text, top_names

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from newslint.model import Place

EXTRA = "parquet"
"""The extra that brings pyarrow."""
BATCH_BYTES = 8 << 20
"""Bytes of text in a batch, about: records that are large come in smaller batches."""
_LISTS = frozenset(LIST_FIELDS)


def need_pyarrow(what: str, path: str | None = None) -> Any:
    """The package pyarrow.

    Args:
        what: What it is needed for, as the subject of a sentence.
        path: The file that it is needed for.

    Raises:
        InputError: It is not installed; the hint names the extra.
    """
    try:
        import pyarrow as pa  # 140 ms, for those whose data lie in columns
    except ImportError:
        hint = f"pip install 'newslint[{EXTRA}]'"
        raise InputError(f"{what} needs the package pyarrow, which is not installed", path=path, hint=hint) from None
    return pa


class ColumnBatch(PickableBatch):
    """Records that were read from columns: they have numbers and no places."""

    def place(self, index: int, field: str, start: int, end: int) -> Place | None:
        """None: binary formats have no lines."""
        return None

    def line(self, index: int) -> int | None:
        """None: binary formats have no lines."""
        return None

    def source_line(self, line: int) -> str | None:
        """None: binary formats have no lines."""
        return None

    def picked(self, indices: Sequence[int]) -> ColumnBatch:
        """See :class:`newslint.readers.batches.PickableBatch`."""
        return ColumnBatch()


class Columns:
    """Which columns of a schema make up an article.

    Args:
        schema: A ``pyarrow.Schema``.
        mapping: Column name to canonical field, before the built-in aliases.
        wanted: Names of fields outside the canonical ones that rules ask for, or None to keep them all in ``extra``.
        path: The file, for errors.

    Raises:
        ConfigError: ``mapping`` names a field that is not canonical.
        InputError: Two of the columns that are read have one name, or no column is the name of a field.
    """

    def __init__(
        self, schema: Any, mapping: Mapping[str, str], wanted: frozenset[str] | None = None, path: str | None = None
    ) -> None:
        self._fields = FieldMap(mapping)
        self._wanted = top_names(wanted)
        self._by_field: dict[str, list[str]] = {}
        self._extra: list[str] = []
        self._number: dict[str, int] = {}
        for number, name in enumerate(schema.names):
            field = self._fields.target(name)
            if field is not None:
                self._by_field.setdefault(field, []).append(name)
            elif self._wanted is None or name in self._wanted:
                self._extra.append(name)
            else:
                continue
            if name in self._number:
                raise InputError(f"two columns are called {name!r}", path=path, hint="rename one of them")
            self._number[name] = number
        if not self._by_field:
            shown = ", ".join(map(repr, schema.names[:8])) + (", …" if len(schema.names) > 8 else "")
            raise InputError(
                f"no column is the name of a field: {shown or 'there is none'}",
                path=path,
                hint="say which column is what: inputs.map in the configuration, or the option mapping",
            )

    @property
    def names(self) -> list[str]:
        """Names of the columns that are read, in their order."""
        return list(self._number)

    @property
    def by_field(self) -> dict[str, list[str]]:
        """Names of the columns that stand for each canonical field, those that win first."""
        return {field: self._fields.order(names) for field, names in self._by_field.items()}

    def articles(self, batch: Any) -> tuple[list[Article], list[int], list[tuple[int, str]]]:
        """The records of a ``pyarrow.RecordBatch``.

        Returns:
            The articles; the row of each; and row and reason for each row that could not be read.
        """
        try:
            return self._articles(batch), list(range(batch.num_rows)), []
        except (ValueError, OverflowError):  # text that is not UTF-8, a time that Python cannot state, and what Arrow refuses
            return self._row_by_row(batch)

    def _row_by_row(self, batch: Any) -> tuple[list[Article], list[int], list[tuple[int, str]]]:
        articles: list[Article] = []
        rows: list[int] = []
        faults: list[tuple[int, str]] = []
        for row in range(batch.num_rows):
            one = batch.slice(row, 1)
            try:
                articles += self._articles(one)
                rows.append(row)
            except (ValueError, OverflowError):
                faults.append((row, self._fault(one)))
        return articles, rows, faults

    def _fault(self, row: Any) -> str:
        for name, number in self._number.items():
            try:
                values_of(row.column(number))
            except UnicodeDecodeError:
                return f"invalid UTF-8 in column {name!r}"
            except (ValueError, OverflowError) as error:
                return f"column {name!r}: {error}"
        return "the values cannot be read"

    def _articles(self, batch: Any) -> list[Article]:
        count = batch.num_rows
        if not count:
            return []
        columns: list[Iterable[Any]] = []
        later: list[Callable[[list[Article]], None]] = []
        for field in Article.__struct_fields__:
            names = self._by_field.get(field, ())
            made: Iterable[Any] | None = None
            if len(names) == 1:
                made = self._single(field, batch.column(self._number[names[0]]), later)
            elif names:
                later.append(self._contended(field, names, batch))
            columns.append(_absent(field) if made is None else made)
        # `repeat` and `iter` have no end: the rows are counted here.
        articles = [Article(*values) for _, *values in zip(range(count), *columns, strict=False)]
        for finish in later:
            finish(articles)
        for name in self._extra:
            values = values_of(batch.column(self._number[name]))
            for article, value in zip(articles, values, strict=True):
                article.extra[name] = value
        return articles

    @staticmethod
    def _single(field: str, array: Any, later: list[Callable[[list[Article]], None]]) -> list[Any]:
        """Values of a field that one column alone stands for; what they lack is done ``later``."""
        values = values_of(array)
        kind = _kind(array.type)
        if field not in _LISTS:
            if kind == "text":
                return values
            pairs = [scalar_text(field, value) for value in values]
            faulty = [index for index, pair in enumerate(pairs) if pair[1] and values[index] is not None]
            made: list[Any] = [text for text, _ in pairs]
        elif kind == "texts":
            return [[] if value is None else [item for item in value if item is not None] for value in values]
        else:
            listed = [list_items(field, value) for value in values]
            faulty = [index for index, (_, wrong) in enumerate(listed) if wrong]
            made = [[item[0] for item in items] for items, _ in listed]
        if faulty:

            def note(articles: list[Article]) -> None:
                for index in faulty:
                    articles[index].mistyped[field] = values[index]

            later.append(note)
        return made

    def _contended(self, field: str, names: Sequence[str], batch: Any) -> Callable[[list[Article]], None]:
        columns = [values_of(batch.column(self._number[name])) for name in names]

        def fill(articles: list[Article]) -> None:
            for article, *values in zip(articles, *columns, strict=True):
                record = dict(zip(names, values, strict=True))
                for name in self._fields.fill(article, field, names, record):
                    if self._wanted is None or name in self._wanted:
                        article.extra[name] = record[name]

        return fill

    def batches(self, batch: Any, first: int, rows: int | None = None) -> Iterator[ColumnBatch]:
        """The records of a record batch, in batches of bounded size.

        Args:
            batch: A ``pyarrow.RecordBatch``.
            first: Number of its first record.
            rows: Records in a batch; as many as :data:`BATCH_BYTES` allow when None.
        """
        rows = rows or rows_for(_size(batch), batch.num_rows)
        for start in range(0, batch.num_rows, rows):
            articles, kept, faults = self.articles(batch.slice(start, rows))
            made = ColumnBatch()
            made.articles = articles
            made.records = made.refs = [first + start + row for row in kept]
            made.unreadable = [Unreadable(first + start + row, None, None, reason) for row, reason in faults]
            yield made

    def chosen(self, batch: Any, rows: Sequence[int], first: int) -> ColumnBatch:
        """The records in some rows of a record batch, whose first record has the number ``first``."""
        made = ColumnBatch()
        made.articles = articles = []
        made.records = made.refs = numbers = []
        made.unreadable = ()
        for row in rows:
            # Not `take`: it has no kernel for the string views that polars gives.
            read, _, _ = self.articles(batch.slice(row, 1))
            articles += read
            numbers += [first + row] * len(read)
        return made


def _size(batch: Any) -> int:
    """Bytes of a record batch, about."""
    try:
        size: int = batch.nbytes
    except TypeError:  # pyarrow before 18 cannot tell for string views
        size = batch.get_total_buffer_size()
    return size


def rows_for(size: int, count: int) -> int:
    """Records of a batch, where ``count`` of them take ``size`` bytes."""
    return max(1, min(BATCH_RECORDS, BATCH_BYTES * count // size if size else BATCH_RECORDS))


def _absent(field: str) -> Iterable[Any]:
    if field in _LISTS:
        return iter(list, None)
    if field in SCALAR_FIELDS:
        return repeat(None)
    return repeat("lines") if field == "body_format" else iter(dict, None)


def _kind(kind: Any) -> str:
    """``text``, ``texts`` or ``other``: how Python has the values of an Arrow type once :func:`values_of` is done with them."""
    types = need_pyarrow("a table").types
    if types.is_dictionary(kind):
        kind = kind.value_type
    if _is_text(types, kind) or types.is_temporal(kind) or types.is_null(kind):
        return "text"
    if (types.is_list(kind) or types.is_large_list(kind) or types.is_fixed_size_list(kind)) and _is_text(types, kind.value_type):
        return "texts"
    return "other"


def _is_text(types: Any, kind: Any) -> bool:
    return bool(
        types.is_string(kind)
        or types.is_large_string(kind)
        or types.is_string_view(kind)
        or types.is_binary(kind)
        or types.is_large_binary(kind)
        or types.is_binary_view(kind)
        or types.is_fixed_size_binary(kind)
    )


def values_of(array: Any) -> list[Any]:
    """The values of an Arrow array as JSON would have them: dates and times as ISO 8601, binary data as the UTF-8 it has to be.

    Raises:
        ValueError: A text is not UTF-8, or a time is none that Python can state.
    """
    pa = need_pyarrow("a table")
    types = pa.types
    kind = array.type
    if types.is_string(kind) or types.is_large_string(kind):
        values: list[Any] = array.to_pylist()
        return values
    plain = _plain_type(pa, kind)
    if plain != kind:
        array = array.cast(plain, safe=False)
    values = array.to_pylist()
    if types.is_string(plain) or types.is_large_string(plain) or types.is_string_view(plain) or types.is_integer(plain):
        return values
    return [_plain(value) for value in values]


def _plain_type(pa: Any, kind: Any) -> Any:
    """``kind`` without what pyarrow gives to Python in ways of its own: dictionaries, and nanoseconds, for which it asks pandas."""
    types = pa.types
    if types.is_dictionary(kind):
        return _plain_type(pa, kind.value_type)
    if types.is_timestamp(kind):
        return pa.timestamp("us", _known_zone(kind.tz))
    if types.is_time64(kind):
        return pa.time64("us")
    if types.is_duration(kind):
        return pa.duration("us")
    if types.is_list(kind):
        return pa.list_(kind.value_field.with_type(_plain_type(pa, kind.value_type)))
    if types.is_large_list(kind):
        return pa.large_list(kind.value_field.with_type(_plain_type(pa, kind.value_type)))
    if types.is_struct(kind):
        fields = [kind.field(number) for number in range(kind.num_fields)]
        return pa.struct([field.with_type(_plain_type(pa, field.type)) for field in fields])
    return kind


@lru_cache
def _known_zone(name: str | None) -> str | None:
    """A time zone, or UTC where Python knows none of that name."""
    pa = need_pyarrow("a table")
    try:
        pa.scalar(0, pa.timestamp("us", name)).as_py()
    except (LookupError, ValueError):
        return "UTC"
    return name


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, (str, int, float)):
        return value
    if isinstance(value, bytes):
        return value.decode()
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        pairs = bool(value) and all(isinstance(item, tuple) for item in value)  # how pyarrow gives maps
        return {str(key): _plain(item) for key, item in value} if pairs else [_plain(item) for item in value]
    if hasattr(value, "isoformat"):
        return value.isoformat()
    number = getattr(value, "as_integer_ratio", None)  # a decimal
    return str(value) if number is None else _number(value)


def _number(value: Any) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)
