"""What each format makes of a file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newslint.errors import UsageError
from newslint.readers import get_reader, reader_for, reader_names, register_reader
from newslint.readers.base import Unit
from newslint.readers.text import divide

if TYPE_CHECKING:
    from pathlib import Path

    from newslint.model import Article
    from newslint.readers.base import Batch


def read_all(
    path: str | Path, name: str, mapping: dict[str, str] | None = None, wanted: frozenset[str] | None = None
) -> list[Batch]:
    return list(get_reader(name).read(Unit(path=str(path), format=name), mapping or {}, wanted))


def only(path: str | Path, name: str, mapping: dict[str, str] | None = None) -> Article:
    (batch,) = read_all(path, name, mapping)
    (article,) = batch.articles
    return article


LONG = (
    "The harbour council voted on Tuesday to keep the quay lights burning through the night, after a summer in which three boats "
    "ran aground within sight of the mole."
)


def text_of(tmp_path: Path, text: str) -> Article:
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode())
    return only(path, "text")


def test_the_head_of_a_text(tmp_path: Path) -> None:
    title = "Harbour council keeps Saltby’s quay lights burning after night of wrecks"
    again = "Council keeps Saltby's quay lights burning after night of wrecks"
    standfirst = "Lights to stay on until the spring while engineers look at the mole"
    found = text_of(tmp_path, f"{title}\n\n{again}\n\n{standfirst}\n\n\n{LONG}\n\nQuay lights\n\n{LONG}\n")
    assert (found.title, found.alt_titles, found.subtitle) == (title, [again], standfirst)
    assert found.body == f"{LONG}\n\nQuay lights\n\n{LONG}"
    assert found.body_format == "paragraphs"


def test_the_seed_layout_is_divided_where_its_lines_say() -> None:
    head = [
        "Mayor sends boats to the upper river amid the valley's long dispute",
        "",
        "Mayor sends boats to upper river amid valley's long dispute",
        "",
    ]
    text = "\n".join(
        [*head, "Mayor hopes to calm farmers over water, names a small fleet for the summer", "", "", LONG, "", LONG]
    )
    spans = divide(text)
    lines = {name: [text.count("\n", 0, start) + 1 for start, _ in found] for name, found in spans.items()}
    assert lines == {"title": [1], "alt_titles": [3], "subtitle": [5], "body": [8]}


@pytest.mark.parametrize(
    "block",
    [
        "By Jonah Estrin",
        "12 March 2025",
        "The council met on Tuesday evening in the old customs house.",
        "word " * 41,
        "A line of a block of two lines that is\nlong enough for a subtitle if it were alone",
    ],
)
def test_blocks_that_begin_the_body(tmp_path: Path, block: str) -> None:
    found = text_of(tmp_path, f"Harbour lights stay on\n\n{block}\n\n{LONG}\n")
    assert (found.alt_titles, found.subtitle) == ([], None)
    assert found.body == f"{block}\n\n{LONG}"


def test_the_last_block_is_never_part_of_the_head(tmp_path: Path) -> None:
    found = text_of(tmp_path, "Harbour lights stay on\n\nHarbour lights stay on all night\n")
    assert (found.alt_titles, found.body) == ([], "Harbour lights stay on all night")


def test_a_second_standfirst_belongs_to_the_body(tmp_path: Path) -> None:
    first, second = "Engineers will look at the mole in spring", "Fishermen had asked for the lights for years"
    found = text_of(tmp_path, f"Harbour lights stay on\n\n{first}\n\n{second}\n\n{LONG}")
    assert (found.subtitle, found.body) == (first, f"{second}\n\n{LONG}")


def test_a_title_repeated_with_the_end_cut_off(tmp_path: Path) -> None:
    found = text_of(tmp_path, f"Harbour lights stay on while the engineers look at the old mole\n\nHarbour lights\n\n{LONG}\n")
    assert found.alt_titles == ["Harbour lights"]


def test_texts_without_blank_lines_are_read_by_lines(tmp_path: Path) -> None:
    found = text_of(tmp_path, f"Title\n{LONG}\n{LONG}\n")
    assert (found.title, found.body, found.body_format) == ("Title", f"{LONG}\n{LONG}", "lines")


def test_line_ends_stay_as_they_are(tmp_path: Path) -> None:
    found = text_of(tmp_path, f"\r\nTitle\r\n\r\n{LONG}  \r\n\r\nEnd.\r\n")
    assert (found.title, found.body) == ("Title", f"{LONG}  \r\n\r\nEnd.")


def test_a_title_alone(tmp_path: Path) -> None:
    found = text_of(tmp_path, "Title\n")
    assert (found.title, found.body) == ("Title", None)


def markdown(tmp_path: Path, text: str, mapping: dict[str, str] | None = None) -> Article:
    path = tmp_path / "a.md"
    path.write_bytes(text.encode())
    return only(path, "markdown", mapping)


def test_yaml_front_matter(tmp_path: Path) -> None:
    found = markdown(
        tmp_path,
        "---\ntitle: 2025\ndate: 2025-03-01 10:00\nlastmod: ~\nlang: no\nauthor: {name: Ann Ash}\ntags: [sea, 7]\nslug: lights\n"
        "draft: yes\nweight: 3\nparams: {score: 1.5, on: true}\nlinkTitle: Lights\n---\n\nBody.\n",
    )
    assert (found.title, found.published_at, found.updated_at, found.language) == ("2025", "2025-03-01 10:00", None, "no")
    assert (found.authors, found.keywords, found.id, found.alt_titles) == (["Ann Ash"], ["sea", "7"], "lights", ["Lights"])
    assert (found.body, found.body_format) == ("Body.", "markdown")
    assert found.extra == {"draft": "yes", "weight": 3, "params": {"score": 1.5, "on": True}}
    assert found.mistyped == {}


def test_json_front_matter(tmp_path: Path) -> None:
    found = markdown(tmp_path, '{\n "title": "Lights \\u00e9", "x": [1]\n}\n\nBody.\n')
    assert (found.title, found.body, found.extra) == ("Lights é", "Body.", {"x": [1]})


def test_a_body_field_of_the_front_matter_does_not_replace_the_body(tmp_path: Path) -> None:
    found = markdown(tmp_path, "---\ntext: other\n---\nBody.\n")
    assert (found.body, found.extra) == ("Body.", {"text": "other"})


def test_no_front_matter(tmp_path: Path) -> None:
    assert markdown(tmp_path, "---\n\nBody after a thematic break.\n").body.startswith("---")
    assert markdown(tmp_path, "Body.\n").title is None
    assert markdown(tmp_path, "{% include x %}\nBody.\n").body == "{% include x %}\nBody."


@pytest.mark.parametrize(
    ("heading", "title"), [("# Lights on", "Lights on"), ("#  Lights # on ##  ", "Lights # on"), ("  # Lights\r", "Lights")]
)
def test_a_heading_is_the_title_when_there_is_no_other(tmp_path: Path, heading: str, title: str) -> None:
    found = markdown(tmp_path, f"\n{heading}\n\nBody.\n")
    assert (found.title, found.body) == (title, "Body.")
    found = markdown(tmp_path, f"---\ntitle: Other\n---\n{heading}\n\nBody.\n")
    assert (found.title, found.body.startswith(heading.rstrip("\r"))) == ("Other", True)
    assert markdown(tmp_path, "## Second level\n\nBody.\n").title is None


@pytest.mark.parametrize(
    ("document", "titles"),
    [
        ({"title": "a", "body": "b"}, ["a"]),
        ([{"title": "a"}, {"title": "b"}], ["a", "b"]),
        ({"status": "ok", "totalResults": 2, "articles": [{"title": "a"}, {"title": "b"}]}, ["a", "b"]),
        ({"version": "1", "title": "Feed", "items": [{"title": "a"}]}, ["a"]),
        ({"stuff": [{"title": "a"}], "tags": ["x"]}, ["a"]),
        ({"title": "a", "images": [{"url": "u"}]}, ["a"]),
        ({"title": "a", "body": "b", "items": [{"title": "c"}]}, ["a"]),
        ({"articles": []}, []),
        ([], []),
    ],
)
def test_shapes_of_json(tmp_path: Path, document: Any, titles: list[str]) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps(document, indent=1))
    batches = read_all(path, "json")
    assert [article.title for batch in batches for article in batch.articles] == titles
    assert not [item for batch in batches for item in batch.unreadable]


def test_a_long_json_list_comes_in_batches_and_its_records_can_be_read_again(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps([{"title": f"é{i}", "x": i} for i in range(1000)], ensure_ascii=False), encoding="utf-8")
    batches = read_all(path, "json")
    assert max(len(batch.articles) for batch in batches) <= 300
    places = [batch.place(index, "title", 0, 2) for batch in batches for index in range(len(batch.articles))]
    text = path.read_text(encoding="utf-8")
    assert [text[place.column - 1 : place.end_column - 1] for place in places] == [f"é{i}"[:2] for i in range(1000)]
    unit = Unit(path=str(path), format="json")
    fetched = list(get_reader("json").fetch(unit, [5, 700], {}, frozenset()))
    assert [(number, a.title, a.extra) for batch in fetched for number, a in zip(batch.records, batch.articles, strict=True)] == [
        (5, "é5", {}),
        (700, "é700", {}),
    ]
    assert fetched[1].place(0, "title", 0, 2) == places[700]
    assert fetched[0].source_line(1) == text


def test_csv_cells(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(',Headline,author,Body,note\n0,"A ""b""",,"Line\n\ntwo",\n\n1,c,Ann,d,n\n', newline="")
    (batch,) = read_all(path, "csv")
    first, second = batch.articles
    assert (first.title, first.authors, first.body, first.extra) == ('A "b"', [], "Line\n\ntwo", {"note": None})
    assert (second.title, second.authors, second.extra) == ("c", ["Ann"], {"note": "n"})
    assert [batch.line(index) for index in range(2)] == [2, 6]
    assert batch.source_line(4) == 'two",'
    assert batch.source_line(9) is None


@pytest.mark.parametrize(
    ("name", "delimiter"), [("a.csv", ","), ("a.csv", ";"), ("a.csv", "\t"), ("a.tsv", "\t"), ("a.tsv.gz", "\t")]
)
def test_csv_delimiters(tmp_path: Path, name: str, delimiter: str) -> None:
    import gzip

    path = tmp_path / name
    data = (
        f"title{delimiter}body{delimiter}a,b;c\nx;y,z{delimiter}t{delimiter}u\n"
        if delimiter == "\t"
        else f"title{delimiter}body\nx{delimiter}y\n"
    )
    path.write_bytes(gzip.compress(data.encode()) if name.endswith(".gz") else data.encode())
    found = only(path, "csv")
    assert found.title in {"x", "x;y,z"}
    assert found.body in {"y", "t"}


def test_csv_in_batches_and_again(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("title,body\n" + "".join(f'T{i},"b\n{i}"\n' for i in range(1000)))
    batches = read_all(path, "csv")
    assert max(len(batch.articles) for batch in batches) <= 300
    unit = Unit(path=str(path), format="csv")
    reader = get_reader("csv")
    fetched = [
        (batch.records[0], batch.articles[0].title, batch.line(0), batch.place(0, "body", 2, 3).line)
        for batch in reader.fetch(unit, [3, 999], {}, None)
    ]
    assert fetched == [(3, "T3", 8, 9), (999, "T999", 2000, 2001)]
    assert reader.lines(unit) == 2001


def test_names_and_suffixes() -> None:
    assert {"csv", "json", "jsonl", "markdown", "text"} <= set(reader_names())
    assert reader_for("a/b.JSONL") == reader_for("x.ndjson.gz") == reader_for("x.jsonl.zst") == "jsonl"
    assert [reader_for(name) for name in ("a.json", "a.tsv", "a.md", "a.txt.bz2", "a", "a.xyz", "a.gz")] == [
        "json",
        "csv",
        "markdown",
        "text",
        None,
        None,
        None,
    ]
    with pytest.raises(UsageError) as caught:
        get_reader("jsonll")
    assert caught.value.hint == "did you mean 'jsonl'?"


def test_a_registered_reader_is_found_by_its_suffix(monkeypatch: pytest.MonkeyPatch) -> None:
    from newslint.readers import registry

    monkeypatch.setattr(registry, "_readers", {})
    monkeypatch.setattr(registry, "_registered", set())

    class Feed:
        name = "feed"
        suffixes = (".feed", ".json")

    reader = Feed()
    register_reader(reader)
    assert reader_for("a.feed") == reader_for("a.json") == "feed"
    assert get_reader("feed") is reader


@pytest.mark.parametrize("name", ["json", "csv", "text", "markdown"])
def test_files_that_are_not_divided(tmp_path: Path, name: str) -> None:
    path = tmp_path / "a"
    path.write_text("title\n\nbody")
    reader = get_reader(name)
    assert reader.units(str(path), 10, 1) == [Unit(path=str(path), format=name)]
    assert reader.lines(Unit(path=str(path), format=name)) == 2


@settings(deadline=None)
@given(
    titles=st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=8), min_size=1, max_size=5),
    data=st.data(),
    ascii_only=st.booleans(),
)
def test_of_a_document_that_breaks_off_the_whole_records_are_read(
    tmp_path_factory: pytest.TempPathFactory, titles: list[str], data: st.DataObject, ascii_only: bool
) -> None:
    records = [json.dumps({"title": title, "tags": [title, "b"]}, ensure_ascii=ascii_only) for title in titles]
    whole = data.draw(st.integers(0, len(records) - 1))
    rest = records[whole].encode()
    document = ("[" + "".join(f"{record}, " for record in records[:whole])).encode() + rest[
        : data.draw(st.integers(0, len(rest) - 1))
    ]
    path = tmp_path_factory.getbasetemp() / "broken.json"
    path.write_bytes(document)
    batches = read_all(path, "json")
    assert [article.title for batch in batches for article in batch.articles] == titles[:whole]
    assert sum(len(batch.unreadable) for batch in batches) == 1
