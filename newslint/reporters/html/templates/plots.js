// The plots: drawn by newslint for all findings, drawn again here for those that the filters leave.

const SVG = 'http://www.w3.org/2000/svg';
const partial = report.findings.length < report.all;

function rectangle(attributes) {
  const made = document.createElementNS(SVG, 'rect');
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

const sum = (counts) => counts[0] + counts[1] + counts[2];

// Each bar's button with its facet and value.
const bars = Object.entries(report.bars).flatMap(([facet, values]) => (
  [...document.querySelectorAll(`[data-facet="${facet}"] .bar`)].map((button, index) => ({ button, facet, value: wrapped(values[index]) }))
));

function setUpPlots() {
  for (const { button, facet, value } of bars) {
    if (!choices[facet].includes(value)) { button.disabled = true; continue; }
    button.addEventListener('click', () => {
      choose(facet, filters[facet] === value ? ALL : value);
      apply();
    });
  }
  const columns = [...document.querySelectorAll('.column')];
  columns.forEach((button, index) => {
    button.addEventListener('click', () => {
      const on = button.getAttribute('aria-pressed') !== 'true';
      byId('first').value = on ? button.dataset.first : '';
      byId('last').value = on ? button.dataset.last : '';
      apply();
    });
    button.addEventListener('keydown', (event) => {
      const target = { ArrowLeft: index - 1, ArrowRight: index + 1, Home: 0, End: columns.length - 1 }[event.key];
      if (target === undefined || !columns[target]) return;
      event.preventDefault();
      columns.forEach((column) => { column.tabIndex = -1; });
      columns[target].tabIndex = 0;
      columns[target].focus();
    });
  });
}

function updatePlots(counts) {
  for (const { button, facet, value } of bars) {
    button.setAttribute('aria-pressed', String(filters[facet] === value));
    if (!partial) drawBar(button, counts[facet].get(value) ?? [0, 0, 0]);
  }
  const [first, last] = [byId('first').value, byId('last').value];
  const days = [...counts.day].filter(([day]) => day !== null);
  for (const button of document.querySelectorAll('.column')) {
    const here = button.dataset;
    const on = Boolean(first || last) && here.first === first && here.last === last;
    button.setAttribute('aria-pressed', String(on));
    if (partial) continue;
    const found = [0, 0, 0];
    for (const [day, more] of days) {
      if ((!here.first || day >= here.first) && (!here.last || day <= here.last)) more.forEach((n, index) => { found[index] += n; });
    }
    drawColumn(button, found);
  }
}

// The widths that newslint drew say how much one finding is; what is filtered out stays as a shadow.
function scaleOf(button, side) {
  if (button.scale === undefined) {
    const total = [...button.querySelectorAll('rect')].reduce((all, rect) => all + Number(rect.getAttribute(side)), 0);
    const count = Number((button.querySelector('.count')?.textContent ?? button.title.split(': ').pop()).replace(/\D/g, ''));
    button.scale = { total, each: count ? total / count : 0 };
  }
  return button.scale;
}

function drawBar(button, counts) {
  const { total, each } = scaleOf(button, 'width');
  let x = 0;
  const parts = counts.map((count, index) => {
    const rect = rectangle({ class: SEVERITIES[index], x, width: count * each, height: 1 });
    x += count * each;
    return rect;
  });
  button.querySelector('svg').replaceChildren(rectangle({ class: 'shadow', width: total, height: 1 }), ...parts);
  button.querySelector('.count').textContent = number(sum(counts));
  button.classList.toggle('empty', sum(counts) === 0);
}

function drawColumn(button, counts) {
  const { total, each } = scaleOf(button, 'height');
  let y = 100;
  const parts = counts.map((count, index) => {
    y -= count * each;
    return rectangle({ class: SEVERITIES[index], y, width: 1, height: count * each });
  });
  button.querySelector('svg').replaceChildren(rectangle({ class: 'shadow', y: 100 - total, width: 1, height: total }), ...parts);
  const label = `${button.title.split(': ')[0]}: ${plural(sum(counts), 'finding')}`;
  button.title = label;
  button.setAttribute('aria-label', label);
}
