"""Taking URLs apart and comparing them.

Comparison wants speed and forgiveness, so it works on the text; :mod:`urllib.parse` is asked only for percent-encoded URLs.
"""

from __future__ import annotations

import re
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING

from newslint.text.digest import digest, digests, unpacked

if TYPE_CHECKING:
    from array import array
    from collections.abc import Callable
    from datetime import date

_url_digests: Callable[[list[str], int], tuple[bytes, list[int]]] | None = None
with suppress(ImportError):  # newslint was installed without a C compiler
    from newslint._compiled import url_digests as _url_digests

TRACKING_PREFIXES: tuple[str, ...] = ("utm_", "mtm_", "pk_", "hsa_", "_hs", "at_", "ns_", "oly_", "wt_mc", "guce_", "trk_")
"""Beginnings of the names of query parameters that say where a reader came from."""

TRACKING_NAMES: frozenset[str] = frozenset(
    """
    fbclid gclid gclsrc dclid gbraid wbraid msclkid twclid ttclid yclid igshid igsh li_fat_id mc_cid mc_eid mkt_tok vero_id wickedid
    s_cid s_kwcid cmp cmpid cmpgn ncid ito smid smtyp xtor taid sref srnd ftag spm guccounter __twitter_impression ref ref_src
    ref_url __source __cf_chl_tk mibextid rss_id feedtype
    """.split()  # noqa: SIM905
)
"""Names of such parameters, in lower case.  ``ref`` counts unless its value holds a digit: some sites route on it."""

_SECOND_LEVEL = frozenset("ac co com edu gen go gob gov govt gouv ltd mil ne net nic nom or org plc".split())  # noqa: SIM905
_SHARED_HOSTS = frozenset(
    """
    blogspot.com github.io gitlab.io herokuapp.com netlify.app pages.dev substack.com tumblr.com vercel.app web.app wixsite.com
    wordpress.com
    """.split()  # noqa: SIM905
)


def is_tracking(name: str, value: str = "") -> bool:
    """Whether a query parameter says only where the reader came from."""
    name = name.lower().removeprefix("amp;")
    if name == "ref":
        return not any(char.isdigit() for char in value)
    return name in TRACKING_NAMES or name.startswith(TRACKING_PREFIXES)


def parameters(url: str) -> list[tuple[int, int, str, str]]:
    """``(start, end, name, value)`` of every parameter of the query, in code points of ``url``; values are not decoded."""
    mark = url.find("?")
    if mark < 0:
        return []
    stop = url.find("#", mark)
    found: list[tuple[int, int, str, str]] = []
    at = mark + 1
    for piece in url[at : stop if stop >= 0 else len(url)].split("&"):
        name, _, value = piece.partition("=")
        found.append((at, at + len(piece), name, value))
        at += len(piece) + 1
    return found


def split_host(url: str) -> tuple[str, int, int]:
    """``(scheme, start, end)``: the scheme in lower case, and where the host stands in ``url``, without user and port.

    A URL without a scheme gives an empty one, and what stands before the first slash as the host.
    """
    scheme, mark, _ = url.partition("://")
    start = len(scheme) + 3 if mark else 2 if url.startswith("//") else 0
    end = len(url)
    for char in "/?#\\":
        at = url.find(char, start, end)
        if at >= 0:
            end = at
    at = url.rfind("@", start, end)
    if at >= 0:
        start = at + 1
    if url[start : start + 1] == "[":  # IPv6
        close = url.find("]", start, end)
        return scheme.lower() if mark else "", start, close + 1 if close >= 0 else end
    colon = url.find(":", start, end)
    return scheme.lower() if mark else "", start, colon if colon >= 0 else end


def host_of(url: str) -> str:
    """Host of a URL, or of a bare domain, in lower case without ``www.`` and a final dot; empty when there is none."""
    _, start, end = split_host(url)
    return url[start:end].lower().rstrip(".").removeprefix("www.")


def registered_domain(url: str) -> str | None:
    """The domain that somebody registered: ``harbour.example`` for ``https://news.harbour.example/a``.

    The last two labels, or three below second levels such as ``co.uk`` and on shared hosts such as ``github.io``.  A heuristic in
    the place of the Public Suffix List, which is 15,000 lines long and changes every week; it can only join the sites of one
    exotic suffix, never divide a site.

    Returns:
        None when the text holds no domain: a name of two words, a single label.
    """
    host = host_of(url.strip())
    if not host or any(char.isspace() for char in host):
        return None
    if not host.isascii():
        try:
            host = host.encode("idna").decode()
        except UnicodeError:
            return None
    labels = host.split(".")
    if len(labels) < 2 or not all(labels):
        return None
    if all(label.isdecimal() for label in labels):
        return host
    if not (labels[-1].isalpha() or labels[-1].startswith("xn--")):
        return None
    two = ".".join(labels[-2:])
    if len(labels) > 2 and (two in _SHARED_HOSTS or (len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVEL)):
        return ".".join(labels[-3:])
    return two


def is_shared(domain: str) -> bool:
    """Whether ``domain`` is no site but has sites below it: ``github.io``, ``co.uk``."""
    return domain in _SHARED_HOSTS or domain.partition(".")[0] in _SECOND_LEVEL


STEPS: tuple[str, ...] = ("scheme", "www", "trailing_slash", "fragment", "tracking", "variant")
"""What :func:`normalise` can take away."""


def normalise(url: str, steps: frozenset[str] = frozenset(STEPS)) -> str:
    """``url`` in the form in which it is compared.

    Always: outer white space goes, scheme and host become lower case, a default port goes, percent-encoding is made uniform.

    Args:
        url: A URL; text that is none is returned with little change.
        steps: Which of :data:`STEPS` to take: ``scheme`` drops it (http and https are one), ``www`` drops that label,
            ``trailing_slash`` drops slashes at the end of the path, ``fragment`` drops it but for routes (``#!``), ``tracking``
            drops tracking parameters, ``variant`` drops AMP and mobile forms (``m.``, ``amp.``, ``/amp``).
    """
    url = url.strip()
    if "fragment" in steps:
        at = url.find("#")
        if at >= 0 and url[at + 1 : at + 2] != "!":
            url = url[:at]
    at = url.find("?")
    if at >= 0:
        if "tracking" in steps:
            kept = [p for p in url[at + 1 :].split("&") if p and not is_tracking(*(p.partition("=")[::2]))]
            url = f"{url[:at]}?{'&'.join(kept)}" if kept else url[:at]
            at = len(url) if not kept else at
    else:
        at = len(url)
    if "%" in url or not url.isascii():
        url, at = _uniform(url[:at], url[at:])
    head, mark, rest = url[:at].partition("://")
    if not mark:
        head, rest = "", url[:at]
    slash = rest.find("/")
    host, path = (rest, "") if slash < 0 else (rest[:slash], rest[slash:])
    host = host.lower()
    if ":" in host:
        host = host.removesuffix(":80").removesuffix(":443")
    if "www" in steps:
        host = host.removeprefix("www.")
    if "variant" in steps:
        for label in ("m.", "amp.", "mobile."):
            if host.startswith(label) and host.count(".") > 1:
                host = host[len(label) :]
        if "amp" in path:
            path = path.removesuffix("/amp/").removesuffix("/amp").removesuffix(".amp")
            path = path[4:] if path.startswith("/amp/") else path
    if "trailing_slash" in steps:
        path = path.rstrip("/")
    start = "" if "scheme" in steps or not mark else f"{head.lower()}://"
    return f"{start}{host}{path}{url[at:]}"


def normal_digests(urls: list[str], steps: frozenset[str] = frozenset(STEPS)) -> array[int]:
    """Digests of what :func:`normalise` makes of each URL, for a fraction of the cost where they are plain ones."""
    if _url_digests is None:
        return digests([normalise(url, steps).encode("utf-8", "surrogatepass") for url in urls])
    made, unknown = _url_digests(urls, sum(1 << number for number, step in enumerate(STEPS) if step in steps))
    found = unpacked(made)
    for index in unknown:
        found[index] = digest(normalise(urls[index], steps).encode("utf-8", "surrogatepass"))
    return found


def _uniform(base: str, query: str) -> tuple[str, int]:
    # Rare: most URLs hold no escape.
    from urllib.parse import quote, unquote

    kept = "/:@!$'()*,;+[]~|"
    base = quote(unquote(base), safe=kept, errors="surrogatepass")
    return base + quote(unquote(query), safe=kept + "?&=", errors="surrogatepass"), len(base)


@cache
def _dated_path() -> re.Pattern[str]:
    months = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
    return re.compile(
        rf"/((?:19|20)\d\d)(?:/(\d\d?|{months})[a-z]*/(\d\d?)|-(\d\d)-(\d\d)|(\d\d)(\d\d))(?=[/_.-]|$)", re.IGNORECASE
    )


_MONTHS = {
    name: index
    for index, name in enumerate(("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1)
}


def url_date(url: str) -> tuple[int, int, date] | None:
    """``(start, end, date)`` of the full date in the path: ``/2024/05/03/``, ``/2024/may/03/``, ``/2024-05-03-``, ``/20240503/``.

    None when there is none; a year or a month alone may be a section.
    """
    from datetime import date  # url checks need not load it

    query = len(url)
    for char in "?#":
        at = url.find(char, 0, query)
        query = at if at >= 0 else query
    for found in _dated_path().finditer(url, 0, query):
        year, *rest = (part for part in found.groups() if part)
        month = _MONTHS.get(rest[0].lower()) or (int(rest[0]) if rest[0].isdecimal() else 0)
        try:
            return found.start() + 1, found.end(), date(int(year), month, int(rest[1]))
        except ValueError:
            continue
    return None
