// Elements and texts. Nothing here makes markup out of text.
const byId = (id) => document.getElementById(id);
const data = (id) => JSON.parse(byId(id).textContent);

function el(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value !== false && value != null) node.setAttribute(name, value === true ? '' : value);
  }
  node.append(...children.flat(2).filter((child) => child != null && child !== false));
  return node;
}

function link(changes, ...children) {
  return el('a', { href: addressOf({ ...changes }) }, children);
}

// An id in pieces between which a line may break, as in the templates: after dots and slashes, before
// capitals.
function ident(text) {
  return text.split(/(?<=[./])|(?<=\p{Ll})(?=\p{Lu})/u).flatMap((piece) => [piece, el('wbr')]);
}

function plural(n, word) {
  return `${n} ${word}${n === 1 ? '' : 's'}`;
}

function time(ms) {
  if (ms < 1000) return `${ms} ms`;
  if (ms < 60000) return `${Math.floor(ms / 100) / 10} s`;
  return `${Math.floor(ms / 60000)} min ${Math.floor((ms % 60000) / 1000)} s`;
}

function say(text) {
  byId('said').textContent = text;
}

async function copy(text, button) {
  let done = true;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    done = copyTheOldWay(text, button);
  }
  const label = button.textContent;
  if (label !== 'Copied' && label !== 'Not copied') {
    button.textContent = done ? 'Copied' : 'Not copied';
    setTimeout(() => { button.textContent = label; }, 1500);
  }
  say(done ? 'Copied' : 'The browser does not let this page copy');
}

// For pages from disk where the clipboard is out of reach.
function copyTheOldWay(text, button) {
  const field = el('textarea', { class: 'unseen', 'aria-hidden': 'true' });
  field.value = text;
  button.after(field);
  field.select();
  const done = document.execCommand('copy');
  field.remove();
  button.focus();
  return done;
}

function copied(label, text, button) {
  const press = el('button', { type: 'button' }, button);
  press.addEventListener('click', () => copy(text, press));
  return el('div', { class: 'copied' }, code(label, text), press);
}

function code(label, ...text) {
  return el('pre', { class: 'code', tabindex: '0', role: 'group', 'aria-label': label }, text);
}
