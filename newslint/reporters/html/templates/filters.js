// What the reader wants to see. The plots are filters too: a bar says how many findings there would be if it were selected.

const ALL = '*';
const filters = { rule: ALL, field: ALL, source: ALL, path: ALL };
const choices = {};

function fillSelect(id, values, none) {
  const select = byId(id);
  choices[id] = [ALL, ...values];
  select.replaceChildren(...choices[id].map((value, index) => (
    element('option', { value: index }, value === ALL ? 'all' : value === null ? none : plain(value.slice(1)))
  )));
  select.addEventListener('change', () => { filters[id] = choices[id][select.selectedIndex]; apply(); });
}

function choose(id, value) {
  filters[id] = value;
  byId(id).selectedIndex = choices[id].indexOf(value);
}

// A value may be any string, the sign for "all" among them: values are kept apart from it by being wrapped.
const wrapped = (value) => (value === null ? null : `=${value}`);

function haystack(row) {
  row.text ??= [row.message, row.rule.id, row.rule.title, row.excerpt, row.field, row.subject.title, row.subject.id, row.subject.path,
    row.subject.source, row.fingerprint, row.line === null ? null : placeOf(row.subject.path, row.line, row.column, null)]
    .filter(Boolean).join('\n').toLowerCase();
  return row.text;
}

const hasStatus = (row, status) => status === 'all' || (status === 'accepted') === (row.suppressed !== null);

// The tests of the form besides the facets.
function formTest() {
  const words = byId('search').value.toLowerCase().split(/\s+/).filter(Boolean);
  const severities = SEVERITIES.map((_, index) => document.querySelector(`[name=severity][value="${index}"]`).checked);
  const [status, fix, first, last] = ['status', 'fix', 'first', 'last'].map((id) => byId(id).value);
  const { path } = filters;
  return (row) => severities[row.severity]
    && hasStatus(row, status)
    && (fix === 'all' || fix === (row.fix === null ? 'none' : row.fix[0] ? 'safe' : 'unsafe'))
    && (path === ALL || path === wrapped(row.subject.path))
    && words.every((word) => haystack(row).includes(word))
    && [first, last];
}

function inDays(row, first, last) {
  if (!first && !last) return true;
  const { day } = row.subject;
  return day !== null && (!first || day >= first) && (!last || day <= last);
}

// The findings that pass, and for each facet and value the findings by severity that pass all filters but this facet's.
function filtered() {
  const test = formTest();
  const names = Object.keys(FACETS);
  const counts = Object.fromEntries([...names, 'day'].map((name) => [name, new Map()]));
  const count = (name, value, severity) => {
    const found = counts[name].get(value) ?? [0, 0, 0];
    found[severity] += 1;
    counts[name].set(value, found);
  };
  const passing = [];
  for (const row of rows) {
    const days = test(row);
    if (!days) continue;
    const failed = names.filter((name) => filters[name] !== ALL && filters[name] !== wrapped(FACETS[name](row)));
    if (!inDays(row, ...days)) failed.push('day');
    if (failed.length > 1) continue;
    for (const name of failed.length ? failed : [...names, 'day']) {
      count(name, name === 'day' ? row.subject.day : wrapped(FACETS[name](row)), row.severity);
    }
    if (!failed.length) passing.push(row);
  }
  return { passing, counts };
}

function setUpFilters() {
  for (const [name, value] of Object.entries(FACETS)) {
    const values = [...new Set(rows.map((row) => wrapped(value(row))))];
    values.sort((a, b) => (a === null) - (b === null) || (a < b ? -1 : 1));
    fillSelect(name, values, byId(name).dataset.none);
  }
  fillSelect('path', [...new Set(rows.map((row) => wrapped(row.subject.path)))], '');
  if (!rows.some((row) => row.suppressed === null)) byId('status').value = 'all';
  const form = byId('filters');
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('input', (event) => { if (event.target.id === 'search') later(); });
  form.addEventListener('change', (event) => {
    if (!(event.target.id in filters) && event.target.id !== 'search') apply();
  });
  form.addEventListener('reset', () => setTimeout(() => {
    for (const id of Object.keys(filters)) choose(id, ALL);
    apply();
  }));
}

// Take every filter away, and show what is accepted too.
function showAll() {
  for (const id of Object.keys(filters)) choose(id, ALL);
  for (const box of document.querySelectorAll('[name=severity]')) box.checked = true;
  for (const [id, value] of Object.entries({ search: '', first: '', last: '', fix: 'all', status: 'all' })) byId(id).value = value;
  apply();
}

let waiting = 0;
function later() {
  clearTimeout(waiting);
  waiting = setTimeout(apply, 120);
}
