"""Remote paths: fsspec's file system in memory, and a server on this machine."""

from __future__ import annotations

import bz2
import gzip
import json
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING, Any, ClassVar

import pytest

import newslint
from newslint.errors import EmptyInputError, InputError
from newslint.readers.discover import find_inputs

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

fsspec = pytest.importorskip("fsspec")

ROW = {"id": "a", "title": "Port opens", "body": "The port opened.\n\nRelated Articles"}


def lines(count: int, padding: str = "") -> bytes:
    return "".join(json.dumps({**ROW, "id": f"r{number}", "note": padding}) + "\n" for number in range(count)).encode()


@pytest.fixture
def memory() -> Iterator[Any]:
    system = fsspec.filesystem("memory")
    yield system
    for path in system.find("/"):
        system.rm(path)


def found(*paths: str, **options: Any) -> list[tuple[str, int | None, int | None]]:
    report = newslint.check(paths, select=["boilerplate.related-links"], **options)
    assert not report.errors
    return [(finding.path, finding.record, finding.line) for finding in report.findings]


def test_files_in_memory_plain_and_compressed(memory: Any) -> None:
    memory.pipe(
        {"/data/a.jsonl": lines(2), "/data/b.jsonl.gz": gzip.compress(lines(1)), "/data/c.json.bz2": bz2.compress(lines(1))}
    )
    memory.pipe(
        {
            "/data/.hidden.jsonl": lines(1),
            "/data/readme.bin": b"x",
            "/data/sub/d.txt": b"Port opens\n\nIt did.\n\nRelated Articles",
        }
    )
    assert found("memory://data/a.jsonl") == [("memory://data/a.jsonl", 0, 1), ("memory://data/a.jsonl", 1, 2)]
    assert found("memory://data/b.jsonl.gz") == [("memory://data/b.jsonl.gz", 0, 1)]
    assert [path for path, _, _ in found("memory://data")] == [
        "memory:///data/a.jsonl",
        "memory:///data/a.jsonl",
        "memory:///data/b.jsonl.gz",
        "memory:///data/c.json.bz2",
        "memory:///data/sub/d.txt",
    ]


def test_a_large_file_stays_where_it_is(memory: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from newslint.readers import remote

    monkeypatch.setattr(remote, "FETCHED", 10)
    memory.pipe("/big.jsonl", lines(300))
    (file,) = find_inputs(["memory://big.jsonl"])
    assert (file.opened, file.size) == (None, len(lines(300)))
    assert [record for _, record, _ in found("memory://big.jsonl")] == list(range(300))


def test_what_cannot_be_opened(memory: Any) -> None:
    memory.pipe("/empty/readme.bin", b"x")
    for path, reason in (
        ("memory://nothing.jsonl", "no such file or directory"),
        ("klingon://x/feed.jsonl", "Protocol not known"),
        ("s3://bucket/feed.jsonl", "s3fs"),
    ):
        with pytest.raises(InputError, match=reason) as caught:
            find_inputs([path])
        assert caught.value.path == path
    with pytest.raises(EmptyInputError):
        find_inputs(["memory://empty"])


def test_without_fsspec_the_extra_is_named() -> None:
    code = (
        "import sys; sys.modules['fsspec'] = None; sys.modules['fsspec.core'] = None\n"
        "from newslint.cli import main\nsys.exit(main(['check', '--isolated', 'https://news.example/feed.jsonl']))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert run.returncode == 3
    assert run.stderr == (
        "error: https://news.example/feed.jsonl: remote files need fsspec\nhelp: pip install 'newslint[remote]'\n"
    )


class Server(BaseHTTPRequestHandler):
    files: ClassVar[dict[str, bytes]] = {}
    ranges: ClassVar[bool] = True
    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        data = self.files.get(path)
        if data is None:
            self.send_error(404)
            return
        self.asked.append(f"{self.command} {self.path}")
        wanted = self.headers.get("Range") if self.ranges else None
        status = 200
        total = len(data)
        if wanted is not None:
            first, _, last = wanted.removeprefix("bytes=").partition("-")
            stop = min(int(last) if last else total - 1, total - 1)
            status = 206
            data = data[int(first) : stop + 1]
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        if self.ranges:
            self.send_header("Accept-Ranges", "bytes")
        if status == 206:
            self.send_header("Content-Range", f"bytes {first}-{stop}/{total}")
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(data)

    do_HEAD = do_GET  # noqa: N815  the name is the base class's

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture(params=[True, False], ids=["ranges", "no ranges"])
def server(request: pytest.FixtureRequest, fixtures: Path) -> Iterator[str]:
    pytest.importorskip("aiohttp")
    Server.ranges = request.param
    Server.asked.clear()
    Server.files = {
        "/feed": (fixtures / "faulty" / "feed.xml").read_bytes(),
        "/big.jsonl": lines(1_500, "x" * 4_000),
        "/big.jsonl.gz": gzip.compress(lines(500)),
        "/broken.rss": (fixtures / "broken" / "cut-off.rss").read_bytes(),
    }
    with ThreadingHTTPServer(("127.0.0.1", 0), Server) as listening:
        thread = Thread(target=listening.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listening.server_port}"
        listening.shutdown()


def check(*arguments: str) -> tuple[int, list[dict[str, Any]], str]:
    command = [sys.executable, "-m", "newslint", "check", "--isolated", "--format", "jsonl", *arguments]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "Traceback" not in run.stderr, run.stderr
    return run.returncode, [item for item in map(json.loads, run.stdout.splitlines()) if "rule" in item], run.stderr


def test_a_feed_without_a_suffix(server: str) -> None:
    status, findings, errors = check(f"{server}/feed?section=city", "--select", "markup,boilerplate")
    assert (status, errors) == (1, "")
    assert {(finding["path"], finding["line"], finding["rule"]) for finding in findings} >= {
        (f"{server}/feed?section=city", 7, "markup.html-tag"),
        (f"{server}/feed?section=city", 12, "boilerplate.related-links"),
    }


def test_a_large_file_and_several_jobs(server: str) -> None:
    arguments = (f"{server}/big.jsonl", "--select", "boilerplate.related-links,duplicate.id", "--jobs", "2")
    status, findings, errors = check(*arguments)
    assert (status, errors) == (1, "")
    links = [finding["record"] for finding in findings if finding["rule"] == "boilerplate.related-links"]
    assert links == list(range(1_500))


def test_compressed_broken_and_missing(server: str) -> None:
    status, findings, _ = check(f"{server}/big.jsonl.gz", "--select", "boilerplate.related-links")
    assert (status, len(findings)) == (1, 500)
    status, findings, _ = check(f"{server}/broken.rss", "--select", "boilerplate.related-links")
    assert status == 3
    assert [(finding["rule"], finding["line"]) for finding in findings] == [
        ("boilerplate.related-links", 4),
        ("record.unreadable", 7),
    ]
    status, _, errors = check(f"{server}/nothing.jsonl")
    assert (status, errors.splitlines()[0]) == (3, f"error: {server}/nothing.jsonl: no such file or directory")


def test_nothing_is_written_to_a_remote_file(server: str) -> None:
    status, _, errors = check(f"{server}/big.jsonl.gz", "--fix")
    assert status == 2
    assert "--fix cannot write to a remote file" in errors


def test_local_files_load_no_fsspec(tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").write_bytes(lines(1))
    code = (
        "import sys\nfrom newslint.cli import main\nmain(['check', '--isolated', '--format', 'json', 'x.jsonl'])\n"
        "sys.exit(sorted({'fsspec', 'aiohttp', 'feedparser', 'xml', 'html'} & set(sys.modules)) or 0)"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
