// The table of findings: sorted as a whole, shown a page at a time.

const TABLE_PAGE = 25;
const table = { rows: [], page: 0, sort: null, descending: false };

const SORT_KEYS = {
  severity: (row) => row.severity,
  rule: (row) => row.rule.id,
  message: (row) => row.message,
  field: (row) => row.field ?? '',
  record: (row) => nameOf(row.subject.id, row.subject.record),
  place: (row) => row.index,
};

function showTable(passing) {
  table.rows = passing;
  table.page = 0;
  sortTable();
}

function sortTable() {
  if (table.sort) {
    const key = SORT_KEYS[table.sort];
    const turn = table.descending ? -1 : 1;
    table.rows = [...table.rows].sort((a, b) => {
      const [one, other] = [key(a), key(b)];
      return one < other ? -turn : one > other ? turn : a.index - b.index;
    });
  }
  for (const button of document.querySelectorAll('[data-sort]')) {
    const sorted = button.dataset.sort === table.sort;
    button.parentElement.setAttribute('aria-sort', sorted ? (table.descending ? 'descending' : 'ascending') : 'none');
  }
  drawTable();
}

function drawTable() {
  const from = table.page * TABLE_PAGE;
  byId('table').tBodies[0].replaceChildren(...table.rows.slice(from, from + TABLE_PAGE).map(tableRow));
  const pages = Math.max(1, Math.ceil(table.rows.length / TABLE_PAGE));
  pager(byId('table-pages'), table.page, pages, (page) => { table.page = page; drawTable(); });
}

function tableRow(row) {
  const { subject } = row;
  return element(
    'tr', { class: row.suppressed ? 'accepted' : null, 'data-index': row.index },
    element('td', { class: 'severity' }, sign(row.severity), SEVERITIES[row.severity], row.suppressed && element('span', { class: 'tag' }, 'accepted')),
    element('td', { class: 'rule' }, element('code', { title: row.rule.title }, broken(row.rule.id))),
    element('td', { class: 'message' },
      element('a', { href: `#finding-${row.index}` }, shownLine(row.message)),
      row.fix && element('span', { class: 'tag' }, row.fix[0] ? 'fix' : 'unsafe fix')),
    element('td', { class: 'field' }, row.field === null ? '–' : shownLine(row.field)),
    element('td', { class: 'record' }, broken(nameOf(subject.id, subject.record))),
    element('td', { class: 'place' }, broken(placeOf(subject.path, row.line, row.column, subject.record))),
  );
}

function setUpTable() {
  for (const button of document.querySelectorAll('[data-sort]')) {
    button.addEventListener('click', () => {
      const same = table.sort === button.dataset.sort;
      table.descending = same && !table.descending;
      table.sort = button.dataset.sort;
      table.page = 0;
      sortTable();
    });
  }
}
