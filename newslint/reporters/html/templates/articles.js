// The articles: the text with its findings marked, and beside it, rule by rule, what is wrong and why it matters.

const ARTICLE_PAGE = 8;
const MANY = 20; // findings of one rule in one article that are shown before they are asked for
const articles = { subjects: [], chosen: new Set(), page: 0 };

function showArticles(passing) {
  articles.chosen = new Set(passing);
  articles.subjects = [...new Set(passing.map((row) => row.subject))].sort((a, b) => a.index - b.index);
  articles.page = 0;
  drawArticles();
}

function drawArticles() {
  const from = articles.page * ARTICLE_PAGE;
  const list = byId('article-list');
  list.replaceChildren(...articles.subjects.slice(from, from + ARTICLE_PAGE).map(articleOf));
  if (!articles.subjects.length) list.append(element('p', { class: 'small' }, 'No article: no finding passes the filters.'));
  const pages = Math.max(1, Math.ceil(articles.subjects.length / ARTICLE_PAGE));
  pager(byId('article-pages'), articles.page, pages, (page) => { articles.page = page; drawArticles(); byId('articles').scrollIntoView(); });
}

function articleOf(subject) {
  const concerned = readingOrder(subject, subject.rows.filter((row) => articles.chosen.has(row)));
  const numbers = new Map(concerned.map((row, index) => [row.index, index + 1]));
  const title = `record-${subject.index}`;
  const marked = new Set();
  const ownTitle = subject.fields.find(([label]) => label === 'title');
  const heading = ownTitle ? ownTitle[1].map((piece) => nodesOf(piece, numbers, marked)) : shownLine(subject.title ?? nameOf(subject.id, subject.record));
  const about = [subject.source, subject.day, nameOf(subject.id, subject.record), placeOf(subject.path, subject.rows[0].line, null, subject.record)];
  const rest = subject.rows.length - concerned.length;
  return element(
    'article', { class: 'article', 'aria-labelledby': title },
    element('header', {},
      element('h3', { id: title, tabindex: '-1', dir: 'auto' }, heading),
      element('p', { class: 'about' }, about.filter(Boolean).map((part) => element('span', {}, shownLine(part))))),
    element('div', { class: 'sheet' },
      element('div', { class: 'text' }, textOf(subject, numbers, marked)),
      element('div', { class: 'notes' },
        [...new Set(concerned.map((row) => row.rule))].map((rule) => noteOf(rule, concerned.filter((row) => row.rule === rule), numbers)),
        rest > 0 && element('p', { class: 'small' }, `${plural(rest, 'more finding')} in this article, hidden by the filters`))),
  );
}

// What a reader meets field by field, then what is about the record as a whole.
function readingOrder(subject, some) {
  const places = new Map(subject.fields.map(([label], index) => [label, index]));
  const key = (row) => [places.get(row.field) ?? places.size, row.start ?? -1, row.index];
  return [...some].sort((a, b) => {
    const [one, other] = [key(a), key(b)];
    return one[0] - other[0] || one[1] - other[1] || one[2] - other[2];
  });
}

function textOf(subject, numbers, marked) {
  if (!subject.fields.length) {
    const told = subject.rows.some((row) => row.field !== null);
    return element('p', { class: 'small' }, told ? 'The text is not part of this report.' : 'There is no text to show.');
  }
  return subject.fields.filter(([label]) => label !== 'title').map(([label, pieces]) => element(
    'section', { class: `field ${label === 'body' ? label : 'other'}` },
    element('h4', {}, label),
    element('div', { class: pieces.some(holdsBlankLine) ? 'value' : 'value lines', dir: 'auto' }, pieces.map((piece) => nodesOf(piece, numbers, marked))),
  ));
}

const textIn = (piece) => (typeof piece === 'string' ? piece : typeof piece === 'number' ? '' : piece[0]);

// Where no blank line parts the paragraphs, each line is one, and is set apart by a little space.
const holdsBlankLine = (piece) => /\n[ \t\r]*\n/.test(textIn(piece));

// Nodes for a piece of text; see newslint/reporters/html/passages.py.
function nodesOf(piece, numbers, marked) {
  if (typeof piece === 'number') {
    return element('span', { class: 'gap', role: 'note' }, `… ${plural(piece, 'character')} …`);
  }
  if (typeof piece === 'string') return shownLines(piece);
  const [whole, ...found] = piece;
  // Line ends at the end of a span would push its number on to the next line.
  const text = whole.trim() ? whole.trimEnd() : whole;
  const here = found.map((index) => rows[index]).filter((row) => numbers.has(row.index)).sort((a, b) => a.severity - b.severity);
  if (!here.length) return shownLines(whole);
  const worst = here[0];
  const fresh = here.filter((row) => !marked.has(row.index)).sort((a, b) => numbers.get(a.index) - numbers.get(b.index));
  fresh.forEach((row) => marked.add(row.index));
  const blank = text.trim() === '';
  const mark = element(
    'mark', { class: `${SEVERITIES[worst.severity]}${worst.suppressed ? ' accepted' : ''}${text ? '' : ' point'}`, 'data-index': worst.index },
    element('a', {
      href: `#finding-${worst.index}`, 'aria-label': blank ? 'space, or nothing, where something is wrong' : null,
      'aria-describedby': `finding-${worst.index}`,
    }, blank ? text.replace(/\n/g, '↵\n') || '‸' : shownLines(text),
    fresh.length > 0 && element('sup', { 'aria-hidden': 'true' }, fresh.map((row) => element('span', { id: `mark-${row.index}` }, numbers.get(row.index))))),
  );
  return [mark, ...shownLines(whole.slice(text.length))];
}

function noteOf(rule, found, numbers) {
  const worst = Math.min(...found.map((row) => row.severity));
  const list = element('ol', { class: 'occurrences' }, found.slice(0, MANY).map((row) => occurrence(row, numbers)));
  const more = found.length > MANY && element('button', { type: 'button' }, `Show ${number(found.length - MANY)} more`);
  if (more) {
    more.addEventListener('click', () => {
      list.append(...found.slice(MANY).map((row) => occurrence(row, numbers)));
      more.remove();
      list.children[MANY].focus();
    });
  }
  return element(
    'section', { class: `note ${SEVERITIES[worst]}` },
    element('h4', {}, sign(worst), element('span', { class: 'unseen' }, `${SEVERITIES[worst]}: `), rule.title),
    element('p', { class: 'rule' }, element('code', {}, rule.id)),
    list, more,
    rule.why && element('p', { class: 'why' }, element('b', {}, 'Why '), prose(rule.why)),
    rule.help && element('p', { class: 'help' }, element('b', {}, 'Help '), prose(rule.help)),
    (rule.links ?? []).filter((link) => /^https?:/.test(link)).map((link) => (
      element('p', { class: 'help' }, element('a', { href: link, rel: 'noopener noreferrer' }, broken(link))))),
  );
}

function occurrence(row, numbers) {
  const { subject } = row;
  return element(
    'li', { id: `finding-${row.index}`, value: numbers.get(row.index), tabindex: '-1', class: row.suppressed ? 'accepted' : null, 'data-index': row.index },
    element('p', {}, shownLine(row.message)),
    row.fix && fixOf(row.fix),
    row.related && relatedOf(row.related),
    row.suppressed && acceptedOf(row.suppressed),
    element('details', {}, element('summary', {}, 'Details'), detailsOf(row, subject)),
  );
}

function fixOf([safe, edits, count]) {
  const put = ([before, after]) => element('li', {},
    before && element('del', {}, shownLine(before)), before && after && ' → ', after && element('ins', {}, shownLine(after)),
    !before && !after && 'delete');
  return element('div', { class: 'fix' },
    element('p', {}, element('b', {}, safe ? 'Fix, safe to apply' : 'Fix, to be looked at')),
    element('ul', {}, edits.map(put), count > edits.length && element('li', {}, `and ${plural(count - edits.length, 'edit')} more`)));
}

function relatedOf([shownRecords, count]) {
  const one = ([path, record, id, line]) => {
    const place = placeOf(report.paths[path], line, null, record);
    const other = subjectOf.get(`${record}\n${report.paths[path]}`);
    const name = shownLine(`${nameOf(id, record)} (${place})`);
    return element('li', {}, other ? element('a', { href: `#record-${other.index}` }, name) : name);
  };
  return element('div', { class: 'related' }, element('p', {}, element('b', {}, 'See also')),
    element('ul', {}, shownRecords.map(one), count > shownRecords.length && element('li', {}, `and ${plural(count - shownRecords.length, 'record')} more`)));
}

function acceptedOf([kind, reason, until]) {
  const by = { exception: 'by an exception', baseline: 'by the baseline', record: 'by the record itself' }[kind] ?? `by ${kind}`;
  return element('p', { class: 'acceptance' }, element('b', {}, `Accepted ${by}`),
    reason ? [': ', ...shownLine(reason)] : null, until && ` (until ${until})`);
}

function detailsOf(row, subject) {
  const to = row.endLine === null ? '' : ` to ${row.endLine}:${row.endColumn}`;
  const facts = {
    Field: row.field,
    Place: placeOf(subject.path, row.line, row.column, subject.record) + to,
    Record: subject.record === null ? null : `number ${subject.record}, counted from 0`,
    Characters: row.start === null ? null : `${number(row.start)} to ${number(row.end)} of the field${row.block === null ? '' : `, block ${row.block}`}`,
    Excerpt: row.excerpt,
    Severity: SEVERITIES[row.severity],
    Fingerprint: row.fingerprint || null,
    Tags: row.rule.tags?.join(', '),
    Pack: row.rule.pack,
  };
  return element('dl', {}, Object.entries(facts).filter(([, value]) => value)
    .map(([name, value]) => [element('dt', {}, name), element('dd', {}, shownLine(value))]));
}

// Bring a record, and a finding of it, on to the page, and go there.
function reveal(subject, target) {
  const chosen = (row) => articles.chosen.has(row);
  if (!subject.rows.some(chosen) || (target.startsWith('finding-') && !chosen(rows[Number(target.slice(8))]))) {
    showAll(); // what the reader follows a link to is shown, whatever the filters say
  }
  const page = Math.floor(articles.subjects.indexOf(subject) / ARTICLE_PAGE);
  if (page !== articles.page || !byId(target)) {
    articles.page = page;
    drawArticles();
  }
  const heading = byId(`record-${subject.index}`);
  if (!byId(target)) for (const more of heading.closest('.article').querySelectorAll('.note > button')) more.click();
  const place = byId(target) ?? heading;
  place.focus({ preventScroll: true });
  const notes = place.closest('.notes');
  if (notes) notes.scrollTop += place.closest('.note').getBoundingClientRect().top - notes.getBoundingClientRect().top;
  (target.startsWith('finding-') && byId(`mark-${target.slice(8)}`) || place).scrollIntoView({ block: 'center' });
}

function followHash() {
  const match = /^#(finding|record)-(\d+)$/.exec(location.hash);
  if (!match) return;
  const found = match[1] === 'finding' ? rows[Number(match[2])]?.subject : subjects[Number(match[2])];
  if (found) reveal(found, match[0].slice(1));
}
