// Elements, and text in which nothing can hide. Text goes into the page as text nodes only, never as markup.

const HIDDEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{d800}-\u{dfff}\u{e0000}-\u{e007f}]/gu;

// An element with attributes and children; a child that is a string becomes a text node, null and false are left out.
function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== null && value !== false) made.setAttribute(key, value === true ? '' : value);
  }
  made.append(...children.flat(Infinity).filter((child) => child !== null && child !== false));
  return made;
}

const codePoint = (character) => `U+${character.codePointAt(0).toString(16).toUpperCase().padStart(4, '0')}`;

// Text for where no element can stand.
const plain = (text) => text.replace(HIDDEN, codePoint);

// Nodes for text from a record: characters that would not be seen, or would reorder what is seen, are shown by their code points.
function shown(text) {
  const nodes = [];
  let at = 0;
  for (const match of text.matchAll(HIDDEN)) {
    if (match.index > at) nodes.push(text.slice(at, match.index));
    nodes.push(element('span', { class: 'hidden-char' }, codePoint(match[0])));
    at = match.index + match[0].length;
  }
  if (at < text.length) nodes.push(text.slice(at));
  return nodes;
}

// The same with the ends of lines as elements, so that they can be given a height.
const shownLines = (text) => text.split(/(\n)/).flatMap((part) => (
  part === '\n' ? [element('span', { class: 'line-end' }, '\n')] : shown(part)
));

// The same on one line.
const shownLine = (text) => shown(text.replace(/\s*\n\s*/g, ' ↵ '));

// A rule's own words, in which `this` is code.
const prose = (text) => text.split(/`([^`]+)`/).map((part, index) => (index % 2 ? element('code', {}, part) : part));

// A path or an identifier, which may be broken where its parts meet.
const broken = (text) => shownLine(text).flatMap((node) => (
  typeof node === 'string' ? node.split(/(?<=[/:.?&=-])/).flatMap((part, index) => (index ? [element('wbr'), part] : [part])) : [node]
));

const sign = (severity) => element('span', { class: `sign ${SEVERITIES[severity]}`, 'aria-hidden': 'true' });

// Buttons that go from page to page. `go` is called with the number of the page, counted from 0.
function pager(host, page, pages, go) {
  host.hidden = pages <= 1;
  const step = (label, target, disabled) => {
    const button = element('button', { type: 'button', disabled, 'data-step': label }, label);
    button.addEventListener('click', () => {
      go(target);
      // Focus stays where it is, unless the button is of no more use.
      const again = host.querySelector(`[data-step="${label}"]`);
      (again.disabled ? host.querySelector('button:not(:disabled)') : again).focus();
    });
    return button;
  };
  host.replaceChildren(
    step('First', 0, page === 0), step('Previous', page - 1, page === 0),
    element('span', { class: 'where' }, `Page ${number(page + 1)} of ${number(pages)}`),
    step('Next', page + 1, page >= pages - 1), step('Last', pages - 1, page >= pages - 1),
  );
}
