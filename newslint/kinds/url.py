"""`url`: addresses that lead nowhere, elsewhere, or say more than where the article is."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Annotated, Literal

from msgspec import Meta

from newslint.kinds.addresses import SCHEME, origins_of
from newslint.kinds.base import Kind, Params
from newslint.kinds.columns import ColumnCheck
from newslint.kinds.fields import getter, trimmed
from newslint.model import Edit, Hit
from newslint.text.urls import TRACKING_NAMES, TRACKING_PREFIXES, host_of, is_tracking, parameters, split_host

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from newslint.kinds.base import Record
    from newslint.kinds.columns import Columns
    from newslint.model import Rule

Test = Literal["invalid", "tracking_params", "redirector", "home_or_section", "variant", "non_article", "secret", "ai_tool_param"]

_REDIRECTORS = (
    "t.co bit.ly j.mp ow.ly tinyurl.com dlvr.it buff.ly goo.gl lnkd.in fb.me is.gd v.gd trib.al ift.tt flip.it shar.es cutt.ly rb.gy "
    "rebrand.ly t.ly amzn.to nyti.ms wapo.st reut.rs bbc.in on.ft.com cnn.it apne.ws bloom.bg apple.news feedproxy.google.com "
    "feedburner.com feedsportal.com outbrain.com taboola.com l.facebook.com lm.facebook.com out.reddit.com link.medium.com "
    "redirect.viglink.com go.skimresources.com click.linksynergy.com"
)
# Pages of hosts that are no redirectors otherwise.
_REDIRECTING_PATHS = {
    "news.google.com": ("/rss/articles/", "/articles/", "/read/", "/__i/rss/"),
    "google.com": ("/url", "/amp/s/"),
    "facebook.com": ("/l.php",),
    "bing.com": ("/news/apiclick.aspx", "/ck/a"),
    "duckduckgo.com": ("/l/",),
    "youtube.com": ("/redirect",),
}
_SECTIONS = (
    "news latest home index world uk us usa europe africa asia politics business economy finance markets money sport sports football "
    "opinion comment analysis culture arts entertainment lifestyle life style health science tech technology environment climate "
    "travel food local national international weather education video videos photos pictures search archive archives sitemap about "
    "contact nachrichten politik wirtschaft sport kultur noticias politica economia deportes actualites monde notizie cronaca"
)
_LISTINGS = "tag tags topic topics category categories section sections author authors search people keyword label"
_EXTENSIONS = (
    "pdf jpg jpeg png gif webp svg avif mp4 m4v mov avi webm m3u8 mp3 m4a wav ogg zip gz doc docx xls xlsx ppt pptx csv xml rss atom "
    "json css js ico ics"
)
_SEGMENTS = (
    "video videos gallery galleries photo-gallery photo-galleries slideshow slideshows photos pictures podcast podcasts audio listen "
    "live-tv quiz quizzes crossword crosswords horoscope horoscopes games newsletters"
)
_SECRETS = (
    "token access_token auth_token id_token refresh_token session_token auth api_key apikey api-key key_secret secret client_secret "
    "password passwd pwd sig signature x-amz-signature x-amz-credential x-amz-security-token x-goog-signature hmac jwt "
    "authorization bearer"
)
_AI_SOURCES = (
    r"(?:www\.)?(?:chatgpt(?:\.com)?|chat\.openai\.com|openai(?:\.com)?|perplexity(?:\.ai)?|copilot(?:\.microsoft)?(?:\.com)?|"
    r"gemini(?:\.google)?(?:\.com)?|claude(?:\.ai)?|grok(?:\.com)?|deepseek(?:\.com)?|mistral(?:\.ai)?|you\.com|phind(?:\.com)?)"
)
_VARIANT_PARAMETERS = "print|printable|printer|amp|jsessionid|phpsessid|sessionid|session_id|sid|aspsessionid"
_PARAMETER_EDGE = r"(?:^|[?&;])(?:amp;)?"


class UrlParams(Params, frozen=True):
    """Params of `url`."""

    test: Annotated[
        Test,
        Meta(
            description="What is looked for: `invalid` (no web address: scheme, host, spaces, local files and hosts), `tracking_params`, "
            "`redirector` (link shorteners, news portals' own links), `home_or_section`, `variant` (AMP, mobile, print, session, "
            "fragment), `non_article` (files, videos, galleries), `secret` (user names, tokens, signatures), `ai_tool_param` "
            "(`utm_source=chatgpt.com`, in text too)."
        ),
    ]
    also: Annotated[
        list[str],
        Meta(
            description="Further names: of parameters (`tracking_params`, `secret`), hosts (`redirector`), path segments "
            "(`home_or_section`, `non_article`)."
        ),
    ] = []
    keep: Annotated[list[str], Meta(description="Names of those kinds that this rule lets stand.")] = []


class UrlCheck(ColumnCheck[UrlParams]):
    """Reports the part of the address that is at fault."""

    def __init__(self, rule: Rule, params: UrlParams) -> None:
        super().__init__(rule, params)
        self.also = frozenset(name.lower() for name in params.also)
        self.keep = frozenset(name.lower() for name in params.keep)
        self.find = getattr(self, f"_{params.test}")
        self.getters = [getter(field) for field in rule.fields]
        self.hosts: set[str] = set()

    def validate(self) -> None:
        if (self.also or self.keep) and self.params.test in {"invalid", "variant", "ai_tool_param"}:
            raise ValueError(f"params: `also` and `keep` mean nothing to `{self.params.test}`")

    def _names(self, words: str) -> frozenset[str]:
        return (frozenset(words.split()) | self.also) - self.keep

    def patterns(self) -> Mapping[str, Sequence[str]] | None:
        # `^` and `$` are those of a line: the fields of a record are scanned together, a line each.
        also = [re.escape(name) for name in sorted(self.also)]
        test = self.params.test
        if test == "invalid":
            return None
        if test == "tracking_params":
            names = [re.escape(name) for name in (*TRACKING_PREFIXES, *sorted(TRACKING_NAMES))]
            source = rf"[?&](?:amp;)?(?:{'|'.join([*names, *also])})"
        elif test == "redirector":
            hosts = [re.escape(host) for host in (*_REDIRECTORS.split(), *_REDIRECTING_PATHS)]
            source = rf"(?:^|[^a-z0-9-])(?:{'|'.join([*hosts, *also])})(?:[^a-z0-9-]|$)"
        elif test == "home_or_section":
            # No path, one short segment, perhaps behind a language; or a listing.
            listings = "|".join([*_LISTINGS.split(), *also])
            source = (
                r"^[^/\n]*//[^/?#\n]*/*(?:[a-z]{2}(?:-[a-z]{2})?(?:/+|$|[?#]))?[^/?#\n]{0,24}/*[^/a-z0-9?#\n]*(?:[?#]|$)"
                rf"|//[^/\n]*/+(?:[^/\n]+/+){{0,3}}(?:{listings})/"
            )
        elif test == "variant":
            source = (
                r"#|;jsessionid=|(?:^|[^a-z0-9.-])(?:m|mobile|amp)\.|ampproject\.org|/(?:amp|print)(?:[^a-z0-9-]|$)|\.amp\b|"
                rf"[?&;](?:amp;)?(?:{_VARIANT_PARAMETERS}|outputtype|output|view|pagewanted)(?:[=&#\s]|$)"
            )
        elif test == "non_article":
            segments = "|".join(map(re.escape, sorted(self._names(_SEGMENTS))))
            source = rf"\.(?:{'|'.join(_EXTENSIONS.split())})(?:[^a-z0-9]|$)|/(?:{segments})(?:[^a-z0-9-]|$)"
        elif test == "secret":
            names = sorted(self._names(_SECRETS))
            source = rf"//[^/?#\n]*@|[?&#](?:amp;)?(?:{'|'.join(map(re.escape, names))})="
        else:
            source = rf"utm_source(?:=|%3d){_AI_SOURCES}"
        return dict.fromkeys(self.rule.fields, (f"(?im){source}",))

    def suspects(self, columns: Columns) -> Iterable[int]:
        # Asked for `invalid` only, which no pattern can find among other fields: most addresses are of hosts seen before.
        hosts = self.hosts
        found: set[int] = set()
        for field in self.rule.fields:
            origins, odd = origins_of(columns, field)
            found.update(odd)
            for index, origin in [item for item in enumerate(origins) if item[1] and item[1] not in hosts]:
                # The others of this host need not be looked at, not even where they come with the first one.
                if origin not in hosts and list(self._invalid(columns.values(field)[index])):
                    found.add(index)
        return found

    def run(self, record: Record, fields: Sequence[str]) -> Iterable[Hit]:
        hits: list[Hit] = []
        for label, value in record.values(fields):
            start, end = trimmed(value)
            if start < end:
                for hit in self.find(value if self.params.test == "ai_tool_param" else value[start:end]):
                    hit.field = label
                    if self.params.test != "ai_tool_param":
                        _move(hit, start)
                    hits.append(hit)
        return hits

    def _invalid(self, url: str) -> Iterator[Hit]:
        fault = invalidity(url)
        if fault is not None:
            reason, start, end = fault
            yield Hit(None, start, end, values={"reason": reason})
            return
        end = url.find("/", SCHEME)
        if len(self.hosts) < _HOSTS:
            self.hosts.add(url if end < 0 else url[:end])

    def _tracking_params(self, url: str) -> Iterator[Hit]:
        marked = [
            (start, end, name)
            if name.lower().removeprefix("amp;") not in self.keep
            and (is_tracking(name, value) or name.lower().removeprefix("amp;") in self.also)
            else None
            for start, end, name, value in parameters(url)
        ]
        yield from _removals(marked)

    def _redirector(self, url: str) -> Iterator[Hit]:
        host = host_of(url)
        _, start, end = split_host(url)
        if host in self.keep:
            return
        names = self._names(_REDIRECTORS)
        parts = host.split(".")
        if any(".".join(parts[index:]) in names for index in range(len(parts) - 1)):
            yield Hit(None, start, end, values={"reason": host})
            return
        for path in _REDIRECTING_PATHS.get(host.removeprefix("m."), ()):
            if url.startswith(path, url.find("/", end) if url.find("/", end) >= 0 else len(url)):
                rest = url[url.find("/", end) + len(path) :]
                if path.endswith("/") or not rest or rest[0] in "?#/":
                    yield Hit(None, start, end, values={"reason": host})
                    return

    def _home_or_section(self, url: str) -> Iterator[Hit]:
        scheme, host_start, host_end = split_host(url)
        if scheme not in {"http", "https"} or host_start == host_end:
            return
        if any(not is_tracking(name, value) and value for _, _, name, value in parameters(url)):
            return  # "/?p=1234" is an article of many content systems
        slash = url.find("/", host_end)
        stop = min((at for at in (url.find("?"), url.find("#")) if at >= 0), default=len(url))
        if slash < 0 or slash >= stop:
            yield Hit(None, 0, stop, values={"reason": "a home page"})
            return
        segments = [part for part in url[slash:stop].lower().split("/") if part]
        if segments and re.fullmatch(r"[a-z]{2}(?:-[a-z]{2})?", segments[0]) and segments[0] != "tv":
            segments = segments[1:]
        reason = None
        if not segments or (len(segments) == 1 and re.fullmatch(r"(?:index|home|default)(?:\.\w{1,5})?", segments[0])):
            reason = "a home page"
        elif len(segments) == 1 and segments[0] in self._names(_SECTIONS):
            reason = "a section"
        elif (
            len(segments) <= 4
            and len(segments) >= 2
            and segments[-2] in self._names(_LISTINGS)
            and not _looks_like_story(segments[-1])
        ):
            reason = "a list of articles"
        if reason is not None:
            yield Hit(None, slash, stop, values={"reason": reason})

    @staticmethod
    def _variant(url: str) -> Iterator[Hit]:
        _, start, end = split_host(url)
        host = url[start:end].lower()
        label = next((label for label in ("m.", "mobile.", "amp.") if host.startswith(label) and host.count(".") > 1), None)
        if label is not None:
            yield Hit(None, start, start + len(label) - 1, values={"reason": "AMP" if label == "amp." else "mobile"})
        elif host.endswith("ampproject.org"):
            yield Hit(None, start, end, values={"reason": "AMP"})
        mark = min((at for at in (url.find("?"), url.find("#")) if at >= 0), default=len(url))
        for found in _path_variant().finditer(url, end, mark):
            variant = "session" if found["session"] else "print" if found["print"] else "AMP"
            edits = (Edit(found.start(), found.end(), ""),) if variant == "session" else ()
            first = found.start() + (0 if variant == "session" else 1)
            yield Hit(None, first, found.end(), values={"reason": variant}, edits=edits or None)
        marked: list[tuple[int, int, str] | None] = []
        for first, last, name, value in parameters(url):
            form = _parameter_variant(name.lower().removeprefix("amp;"), value.lower())
            marked.append((first, last, form) if form else None)
        yield from _removals(marked)
        mark = url.find("#")
        if mark >= 0 and len(url) > mark + 1 and url[mark + 1] not in "!/":
            yield Hit(None, mark, len(url), values={"reason": "fragment"}, edits=(Edit(mark, len(url), ""),))

    def _non_article(self, url: str) -> Iterator[Hit]:
        _, _, host_end = split_host(url)
        stop = min((at for at in (url.find("?"), url.find("#")) if at >= 0), default=len(url))
        path = url[host_end:stop]
        dot = path.rfind(".")
        slash = path.rfind("/")
        if 0 <= slash < dot and path[dot + 1 :].lower() in frozenset(_EXTENSIONS.split()) - self.keep:
            yield Hit(None, host_end + dot, stop, values={"reason": f"a {path[dot + 1 :].lower()} file"})
            return
        names = self._names(_SEGMENTS)
        at = host_end
        for segment in path.split("/"):
            if segment.lower() in names:
                yield Hit(None, at, at + len(segment), values={"reason": f"/{segment}/"})
                return
            at += len(segment) + 1

    def _secret(self, url: str) -> Iterator[Hit]:
        _, start, end = split_host(url)
        first = url.find("://") + 3
        if first > 2 and start > first + 1:
            edits = (Edit(first, start, ""),)
            yield Hit(None, first, start - 1, values={"reason": "user name"}, edits=edits)
        names = self._names(_SECRETS)
        marked = [
            (first, last, name) if name.lower().removeprefix("amp;") in names and len(value) >= 8 else None
            for first, last, name, value in parameters(url)
        ]
        yield from _removals(marked, editable=False)
        mark = url.find("#", end)
        for found in re.finditer(r"[#&]([\w-]+)=([^&]{8,})", url[mark:] if mark >= 0 else ""):
            if found[1].lower() in names:
                yield Hit(None, mark + found.start(1), mark + found.end(), values={"reason": found[1]})

    @staticmethod
    def _ai_tool_param(text: str) -> Iterator[Hit]:
        for found in _ai_parameter().finditer(text):
            start, end = found.span("parameter")
            before, after = text[start - 1 : start], text[end : end + 1]
            edits: tuple[Edit, ...] | None = None
            if before == "?":
                edits = (Edit(start, end + 1, ""),) if after == "&" else (Edit(start - 1, end, ""),)
            elif before == "&":
                edits = (Edit(start - 1, end, ""),)
            yield Hit(None, start, end, values={"reason": found["tool"]}, edits=edits)


_HOSTS = 4096
_LOCAL = (
    r"localhost|(?:.*\.)?(?:local|localhost|internal|lan|test|invalid)|127\.[\d.]+|10\.[\d.]+|192\.168\.[\d.]+|0\.0\.0\.0|"
    r"172\.(?:1[6-9]|2\d|3[01])\.[\d.]+|169\.254\.[\d.]+|\[(?:::1|f[cd].*|fe80.*)\]"
)


def invalidity(url: str) -> tuple[str, int, int] | None:
    """``(reason, start, end)`` of what keeps ``url`` from being a web address that others can open; None when nothing does.

    Internationalised addresses (RFC 3987) are sound.
    """
    size = len(url)
    bad = re.search(r"[\x00-\x20\x7f\u00a0\u2028\u2029<>\"]", url)
    if bad is not None:
        what = "white space" if bad[0].isspace() else "a character that no address holds"
        return f"it holds {what}", bad.start(), bad.end()
    scheme, start, end = split_host(url)
    if not scheme:
        named = re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", url)
        if named is not None and not re.match(r"[^/]*\.[^/]*:\d", url):
            return f"{named[0]} is no web address", 0, size
        return "it has no scheme", 0, size
    if scheme not in {"http", "https"}:
        return f"its scheme is {scheme}", 0, len(scheme)
    host = url[start:end]
    if not host:
        return "it has no host", 0, size
    name = host.lower().rstrip(".")
    if re.fullmatch(_LOCAL, name):
        return "its host is not on the public web", start, end
    if host.startswith("["):
        if not host.endswith("]"):
            return "its host is no IPv6 address", start, end
    else:
        labels = name.split(".")
        if len(labels) < 2:
            return "its host has no domain", start, end
        if not all(re.fullmatch(r"[^\W_](?:[\w-]{0,61}[^\W_])?", label) for label in labels) or len(name) > 253:
            return "its host is no host name", start, end
        if labels[-1].isdecimal() and not (len(labels) == 4 and all(label.isdecimal() and int(label) < 256 for label in labels)):
            return "its host is no IPv4 address", start, end
    port = re.match(r":([^/?#]*)", url[end:])
    if port is not None and not (port[1].isascii() and port[1].isdecimal() and 0 < int(port[1]) < 65536):
        return "its port is no port", end, end + port.end()
    return None


def _looks_like_story(segment: str) -> bool:
    return segment.count("-") >= 3 or segment.endswith((".html", ".htm", ".php"))


def _removals(marked: Sequence[tuple[int, int, str] | None], *, editable: bool = True) -> Iterator[Hit]:
    """A hit for each run of marked parameters, with the edit that takes it out and leaves the separators right."""
    index = 0
    while index < len(marked):
        if marked[index] is None:
            index += 1
            continue
        first = index
        run: list[tuple[int, int, str]] = []
        while index < len(marked) and (item := marked[index]) is not None:
            run.append(item)
            index += 1
        start, end = run[0][0], run[-1][1]
        whole = first == 0 and index == len(marked)
        edit = Edit(start - 1, end, "") if whole or index == len(marked) else Edit(start, end + 1, "")
        shown = ", ".join(dict.fromkeys(item[2].removeprefix("amp;") for item in run))
        yield Hit(None, start, end, values={"reason": shown}, edits=(edit,) if editable else None)


def _parameter_variant(name: str, value: str) -> str | None:
    if name in {"print", "printable", "printer"} and value not in {"0", "false", "no"}:
        return "print"
    if (name, value) in {("output", "print"), ("view", "print"), ("pagewanted", "print")}:
        return "print"
    if name == "amp" or (name in {"outputtype", "output", "view"} and value == "amp"):
        return "AMP"
    if name in {"jsessionid", "phpsessid", "sessionid", "session_id", "aspsessionid"}:
        return "session"
    return "session" if name == "sid" and re.fullmatch(r"[0-9a-f]{16,}", value) else None


@cache
def _path_variant() -> re.Pattern[str]:
    return re.compile(
        r"(?P<session>;jsessionid=[^/?#]*)|(?P<amp>/amp(?=/|$)|\.amp(?=$|\.html$))|(?P<print>/print(?=/?$))", re.IGNORECASE
    )


@cache
def _ai_parameter() -> re.Pattern[str]:
    return re.compile(rf"(?P<parameter>utm_source(?:=|%3[dD])(?P<tool>{_AI_SOURCES}))(?![\w.-]*\w)", re.IGNORECASE)


def _move(hit: Hit, offset: int) -> None:
    if offset and hit.start is not None and hit.end is not None:
        hit.start += offset
        hit.end += offset
        if hit.edits:
            hit.edits = tuple(Edit(edit.start + offset, edit.end + offset, edit.text) for edit in hit.edits)


KIND = Kind(
    "url",
    "record",
    UrlParams,
    UrlCheck,
    placeholders=frozenset({"reason"}),
    summary="An address that leads nowhere or elsewhere, or says more than where the article is.",
    computes_fix=True,
)
