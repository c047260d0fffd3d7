// What the report holds, as objects. Names for the numbers of its lists are looked up once, here.

const SEVERITIES = ['error', 'warning', 'info'];
const byId = (id) => document.getElementById(id);
const number = (value) => value.toLocaleString('en');
const plural = (count, noun) => `${number(count)} ${noun}${count === 1 ? '' : 's'}`;

const report = JSON.parse(byId('data').textContent);

const subjects = report.subjects.map(([path, record, id, source, day, title], index) => ({
  index, path: report.paths[path], record, id, source, day, title, rows: [], fields: report.texts[index],
}));

const rows = report.findings.map((given, index) => {
  const [rule, severity, subject, field, message, line, column, endLine, endColumn, start, end, block, excerpt, fingerprint, fix,
    related, suppressed] = given;
  const row = {
    index, rule: report.rules[rule], severity, subject: subjects[subject], field, message, line, column, endLine, endColumn, start,
    end, block, excerpt, fingerprint, fix, related, suppressed, text: null,
  };
  row.subject.rows.push(row);
  return row;
});

const subjectOf = new Map(subjects.map((subject) => [`${subject.record}\n${subject.path}`, subject]));

// The name a person knows a record by.
function nameOf(id, record) {
  if (id && !id.startsWith('content:')) return id;
  return record === null ? 'whole file' : `record ${record}`;
}

function placeOf(path, line, column, record) {
  if (line !== null) return column === null || column === undefined ? `${path}:${line}` : `${path}:${line}:${column}`;
  return record === null ? path : `${path}[${record}]`;
}

const FACETS = {
  rule: (row) => row.rule.id,
  field: (row) => (row.field === null ? null : row.field.replace(/\[.*/s, '')),
  source: (row) => row.subject.source,
};
