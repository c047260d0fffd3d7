// Puts the parts together.

function apply() {
  clearTimeout(waiting);
  const { passing, counts } = filtered();
  const records = new Set(passing.map((row) => row.subject)).size;
  const all = rows.filter((row) => hasStatus(row, byId('status').value)).length;
  byId('result').textContent = passing.length === all
    ? `${plural(all, 'finding')} in ${plural(records, 'record')}`
    : `${number(passing.length)} of ${plural(all, 'finding')}, in ${plural(records, 'record')}`;
  updatePlots(counts);
  showTable(passing);
  showArticles(passing);
}

function setUpTheme() {
  const button = byId('theme');
  const root = document.documentElement;
  const dark = () => (root.dataset.theme ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')) === 'dark';
  const tell = () => button.setAttribute('aria-pressed', String(dark()));
  let kept = null;
  try { kept = localStorage.getItem('newslint-theme'); } catch { /* a file may have no storage of its own */ }
  if (kept === 'dark' || kept === 'light') root.dataset.theme = kept;
  button.hidden = false;
  tell();
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', tell);
  button.addEventListener('click', () => {
    root.dataset.theme = dark() ? 'light' : 'dark';
    try { localStorage.setItem('newslint-theme', root.dataset.theme); } catch { /* then it holds for this visit */ }
    tell();
  });
}

// A mark and its note are seen together: pointing at one, or being in it, lights both up.
function lightUp(event) {
  const at = event.target.closest?.('.article [data-index]');
  for (const lit of document.querySelectorAll('.lit')) lit.classList.remove('lit');
  if (!at) return;
  for (const part of at.closest('.article').querySelectorAll(`[data-index="${at.dataset.index}"]`)) part.classList.add('lit');
}

setUpTheme();
if (rows.length) {
  setUpFilters();
  setUpPlots();
  setUpTable();
  apply();
  for (const kind of ['mouseover', 'focusin']) byId('article-list').addEventListener(kind, lightUp);
  addEventListener('hashchange', followHash);
  // A link to where one is already changes nothing that could be listened to.
  document.addEventListener('click', (event) => {
    const link = event.target.closest?.('a[href^="#"]');
    if (link && link.getAttribute('href') === location.hash) followHash();
  });
  followHash();
}
