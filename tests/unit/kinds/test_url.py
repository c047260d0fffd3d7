from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newslint.text.urls import is_tracking, normalise, parameters, registered_domain, url_date

CASES = [
    ("invalid", "htp:/e.org/a", ["htp:/e.org/a"]),
    ("invalid", "https://e.org/ä", []),
    ("invalid", "https://e.org/a b", [" "]),
    ("invalid", "www.e.org/a", ["www.e.org/a"]),
    ("invalid", "file:///srv/a.html", ["file"]),
    ("invalid", "ftp://e.org/a", ["ftp"]),
    ("invalid", "mailto:desk@e.org", ["mailto:desk@e.org"]),
    ("invalid", "http://localhost:8000/a", ["localhost"]),
    ("invalid", "http://127.0.0.1/a", ["127.0.0.1"]),
    ("invalid", "http://192.168.1.4/a", ["192.168.1.4"]),
    ("invalid", "http://93.184.216.34/a", []),
    ("invalid", "http://harbour/a", ["harbour"]),
    ("invalid", "https:///a", ["https:///a"]),
    ("invalid", "https://e..org/a", ["e..org"]),
    ("invalid", "https://e.org:99999/a", [":99999"]),
    ("invalid", "https://e.org:8080/a", []),
    ("invalid", "HTTPS://E.ORG/A", []),
    ("invalid", "https://münchen.example/a?x=1#y", []),
    ("invalid", "https://e.org/a<b>", ["<"]),
    ("invalid", "https://cms.internal/a", ["cms.internal"]),
    ("tracking_params", "https://e.org/a?utm_source=rss", ["utm_source=rss"]),
    ("tracking_params", "https://e.org/a?p=1234", []),
    ("tracking_params", "https://e.org/a?id=9&page=2", []),
    ("tracking_params", "https://e.org/a?id=9&fbclid=x&gclid=y&page=2&mc_cid=z", ["fbclid=x&gclid=y", "mc_cid=z"]),
    ("tracking_params", "https://e.org/a?ref=homepage", ["ref=homepage"]),
    ("tracking_params", "https://e.org/a?ref=20240503", []),
    ("tracking_params", "https://e.org/a?at_medium=rss&amp;at_campaign=x", ["at_medium=rss&amp;at_campaign=x"]),
    ("tracking_params", "https://e.org/utm_source=1", []),
    ("redirector", "https://t.co/abc", ["t.co"]),
    ("redirector", "https://e.org/t.co-story", []),
    ("redirector", "https://e.org/t.co/story", []),
    ("redirector", "https://not-t.co/abc", []),
    ("redirector", "https://news.google.com/rss/articles/CBMi?oc=5", ["news.google.com"]),
    ("redirector", "https://news.google.com/about", []),
    ("redirector", "https://www.google.com/url?q=https://e.org/a", ["www.google.com"]),
    ("redirector", "https://www.google.com/urls", []),
    ("redirector", "https://feedproxy.google.com/~r/x/1", ["feedproxy.google.com"]),
    ("redirector", "https://paid.outbrain.com/network/redir?p=1", ["paid.outbrain.com"]),
    ("home_or_section", "https://e.org", ["https://e.org"]),
    ("home_or_section", "https://e.org/", ["/"]),
    ("home_or_section", "https://e.org/?utm_source=x", ["/"]),
    ("home_or_section", "https://e.org/?p=1234", []),
    ("home_or_section", "https://e.org/news/", ["/news/"]),
    ("home_or_section", "https://e.org/en/news", ["/en/news"]),
    ("home_or_section", "https://e.org/index.html", ["/index.html"]),
    ("home_or_section", "https://e.org/tag/ports", ["/tag/ports"]),
    ("home_or_section", "https://e.org/author/mina-sato/", ["/author/mina-sato/"]),
    ("home_or_section", "https://e.org/news/port-shut", []),
    ("home_or_section", "https://e.org/port", []),
    ("home_or_section", "https://e.org/topics/ferry-line-to-shut-harbour-in-may", []),
    ("variant", "https://m.e.org/a?print=1", ["m", "print=1"]),
    ("variant", "https://e.org/a", []),
    ("variant", "https://m.org/a", []),
    ("variant", "https://e.org/amp/a", ["amp"]),
    ("variant", "https://e.org/a.amp.html", ["amp"]),
    ("variant", "https://e.org/ampere-prize", []),
    ("variant", "https://e.org/a/print/", ["print"]),
    ("variant", "https://e.org/print/a", []),
    ("variant", "https://e.org/a;jsessionid=8F2A?x=1", [";jsessionid=8F2A"]),
    ("variant", "https://e.org/a?x=1&outputType=amp", ["outputType=amp"]),
    ("variant", "https://e.org/a#comments", ["#comments"]),
    ("variant", "https://e.org/#!/a", []),
    ("variant", "https://e-org.cdn.ampproject.org/c/s/e.org/a", ["e-org.cdn.ampproject.org"]),
    ("non_article", "https://e.org/files/report.pdf", [".pdf"]),
    ("non_article", "https://e.org/pdf-leak-explained", []),
    ("non_article", "https://e.org/video/port-shut", ["video"]),
    ("non_article", "https://e.org/video-shows-port", []),
    ("non_article", "https://e.org/news/galleries/2024/storm", ["galleries"]),
    ("non_article", "https://e.org/a.html", []),
    ("non_article", "https://e.jpg/a", []),
    ("secret", "https://u:pw@e.org/a", ["u:pw"]),
    ("secret", "https://e.org/secret-talks", []),
    ("secret", "https://e.org/a?x=1&access_token=abcdef123456", ["access_token=abcdef123456"]),
    ("secret", "https://e.org/a?token=on", []),
    ("secret", "https://e.org/@mina/a", []),
    ("secret", "https://e.org/a#access_token=abcdef123456", ["access_token=abcdef123456"]),
    ("ai_tool_param", "https://e.org/a?utm_source=chatgpt.com", ["utm_source=chatgpt.com"]),
    ("ai_tool_param", "https://chatgpt.com/share/abc", []),
    ("ai_tool_param", "https://e.org/a?utm_source=chatgpt.company", []),
    ("ai_tool_param", "See https://e.org/a?x=1&utm_source=perplexity, it said.", ["utm_source=perplexity"]),
]


@pytest.mark.parametrize(("test", "url", "excerpts"), CASES)
def test_tests(kinds: Any, test: Any, url: Any, excerpts: Any) -> None:
    check = kinds.check("url", ["url"], {"test": test})
    assert kinds.spans(check, {"url": url}) == excerpts
    assert kinds.spans(check, {"url": f"  {url}\n"}) == excerpts


@pytest.mark.parametrize(
    ("test", "url", "fixed"),
    [
        ("tracking_params", "https://e.org/a?utm_source=rss", "https://e.org/a"),
        ("tracking_params", " https://e.org/a?utm_source=rss&utm_medium=x#top", " https://e.org/a#top"),
        ("tracking_params", "https://e.org/a?utm_source=rss&p=1", "https://e.org/a?p=1"),
        ("tracking_params", "https://e.org/a?p=1&fbclid=x&q=2&gclid=y", "https://e.org/a?p=1&q=2"),
        ("variant", "https://e.org/a;jsessionid=8F2A?x=1#c", "https://e.org/a?x=1"),
        ("variant", "https://m.e.org/a?print=1", "https://m.e.org/a"),
        ("secret", "https://u:pw@e.org/a", "https://e.org/a"),
        ("ai_tool_param", "https://e.org/a?utm_source=chatgpt.com&p=1", "https://e.org/a?p=1"),
        ("ai_tool_param", "https://e.org/a?utm_source=chatgpt.com", "https://e.org/a"),
        ("ai_tool_param", "https://e.org/a?p=1&utm_source=openai", "https://e.org/a?p=1"),
    ],
)
def test_fixes(kinds: Any, test: Any, url: Any, fixed: Any) -> None:
    check = kinds.check("url", ["url"], {"test": test})
    assert kinds.fixed(check, {"url": url}, "url") == fixed
    if test != "variant":
        assert kinds.hits(check, {"url": fixed}) == []


NAMES = st.sampled_from(["utm_source", "fbclid", "p", "id", "gclid", "page", "ref", "at_medium"])


@given(st.lists(st.tuples(NAMES, st.sampled_from(["1", "x", ""])), max_size=6), st.sampled_from(["", "#top"]))
def test_tracking_fix_keeps_the_rest_and_is_done_at_once(kinds: Any, pairs: Any, fragment: Any) -> None:
    query = "&".join(f"{name}={value}" for name, value in pairs)
    url = f"https://e.org/a{'?' if pairs else ''}{query}{fragment}"
    check = kinds.check("url", ["url"], {"test": "tracking_params"})
    fixed = kinds.fixed(check, {"url": url}, "url")
    kept = [(name, value) for name, value in pairs if not is_tracking(name, value)]
    assert [(name, value) for _, _, name, value in parameters(fixed)] == kept
    assert fixed.endswith(fragment)
    assert kinds.hits(check, {"url": fixed}) == []


def test_names_can_be_added_and_kept(kinds: Any) -> None:
    check = kinds.check("url", ["url"], {"test": "tracking_params", "also": ["campaign"], "keep": ["ref"]})
    assert kinds.spans(check, {"url": "https://e.org/a?ref=x&campaign=y"}) == ["campaign=y"]
    with pytest.raises(ValueError, match="keep"):
        kinds.check("url", ["url"], {"test": "invalid", "keep": ["x"]})


@given(st.text(alphabet="htps:/.@?#&=[]%1eöx -", max_size=40))
def test_no_text_breaks_a_test(kinds: Any, text: Any) -> None:
    for test in {case[0] for case in CASES}:
        kinds.hits(kinds.check("url", ["url"], {"test": test}), {"url": text})
        kinds.hits(kinds.check("url", ["url"], {"test": test}), {"url": f"https://{text}"})
    normalise(text)
    registered_domain(text)


@pytest.mark.parametrize(
    ("url", "domain"),
    [
        ("https://news.e.org:443/a", "e.org"),
        ("https://u:p@www.bbc.co.uk./a", "bbc.co.uk"),
        ("port.github.io", "port.github.io"),
        ("https://bücher.example/", "xn--bcher-kva.example"),
        ("http://93.184.216.34/", "93.184.216.34"),
        ("Harbour Gazette", None),
        ("gazette", None),
        ("Section No.1", None),
    ],
)
def test_registered_domain(url: Any, domain: Any) -> None:
    assert registered_domain(url) == domain


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://e.org/2024/05/03/a", "2024-05-03"),
        ("https://e.org/a/2024-05-03-port", "2024-05-03"),
        ("https://e.org/20240503/a", "2024-05-03"),
        ("https://e.org/world/2024/may/03/a", "2024-05-03"),
        ("https://e.org/2024/05/a", None),
        ("https://e.org/2019/", None),
        ("https://e.org/2024/13/03/a", None),
        ("https://e.org/a?d=/2024/05/03/", None),
        ("https://e.org/202405031234", None),
    ],
)
def test_url_date(url: Any, day: Any) -> None:
    found = url_date(url)
    assert (found[2].isoformat() if found else None) == day


@given(st.sampled_from([case[1] for case in CASES]))
def test_normalising_twice_changes_nothing(url: Any) -> None:
    once = normalise(url)
    assert normalise(once) == once
