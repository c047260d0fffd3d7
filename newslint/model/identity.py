"""What tells one record from another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newslint.digest import blake2b

if TYPE_CHECKING:
    from newslint.model.article import Article


def record_id(article: Article) -> str | None:
    """The identity of a record: its id, else its URL, else ``content:`` and 64 bits of its title and body; None when it has none."""
    for given in (article.id, article.url):
        if given is not None and given.strip():
            return given
    if not article.title and not article.body:
        return None
    content = f"{article.title or ''}\x1f{article.body or ''}".encode("utf-8", "surrogatepass")
    return f"content:{blake2b(content, digest_size=8).hexdigest()}"
