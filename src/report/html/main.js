// Brings the page to life.
const dialog = byId('evidence');
const form = byId('filters');
let filtersShown = null;
let panelShown = '';

function showFilters() {
  const key = FILTERS.map((name) => state[name]).join('\n');
  if (key === filtersShown) return;
  filtersShown = key;
  for (const name of FILTERS) {
    const field = form.elements[name];
    if (field.value !== state[name]) field.value = state[name];
    // An address may name a value that this report doesn't have.
    if (field.value !== state[name]) state[name] = '';
  }
  const wanted = words();
  const matching = showMatrix(wanted);
  showScenarios(wanted);
  byId('found').textContent = `${matching} of ${plural(clauses.length, 'clause')}, ${listed.length} of ${plural(scenarios.length, 'scenario')}`;
}

function showPanel() {
  const key = state.clause ? `clause ${state.clause}` : state.scenario ? `scenario ${state.scenario}` : '';
  if (key === panelShown) return;
  panelShown = key;
  if (!key) {
    if (dialog.open) dialog.close();
    return;
  }
  const number = state.clause ? clauseById.get(state.clause) : scenarioByPlace.get(state.scenario);
  byId('evidence-kind').textContent = state.clause ? 'Clause' : 'Scenario';
  const title = el('h2', { id: 'evidence-title', tabindex: '-1' });
  const body = byId('evidence-body');
  if (number === undefined) {
    title.textContent = 'Not in this report';
    body.replaceChildren(title, el('p', { class: 'mono' }, state.clause || state.scenario));
  } else {
    const parts = state.clause ? clausePanel(number) : scenarioPanel(number);
    title.textContent = state.clause ? clauses[number].text : scenarios[number].name;
    body.replaceChildren(title, ...parts.flat(3).filter(Boolean));
  }
  if (!dialog.open) dialog.showModal();
  reveal(body);
  dialog.scrollTop = 0;
  title.focus();
}

function show() {
  showFilters();
  showPanel();
}

function close() {
  go({ clause: '', scenario: '' });
}

const isState = (href) => href?.startsWith('#') && href.includes('=');

// A link to a view changes what it names. One that filters leads to what it filters.
document.addEventListener('click', (event) => {
  const anchor = event.target.closest?.('a[href]');
  const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
  const href = anchor?.getAttribute('href');
  if (!plain || !isState(href)) return;
  event.preventDefault();
  const given = new URLSearchParams(href.slice(1));
  const named = Object.fromEntries(KEYS.map((key) => [key, given.get(key) ?? '']));
  if (named.clause || named.scenario) {
    go({ clause: named.clause, scenario: named.scenario });
  } else {
    go({ ...named, order: state.order });
    byId(named.status ? 'scenarios' : 'matrix').scrollIntoView();
  }
});
document.addEventListener('click', (event) => {
  const button = event.target.closest?.('button[data-copy]');
  if (button) copy(button.parentElement.querySelector('pre').textContent, button);
});

// From a finding to the exchanges that show it.
document.addEventListener('click', (event) => {
  const button = event.target.closest?.('button[data-exchanges]');
  if (!button) return;
  const boxes = button.dataset.exchanges.split(' ').map((key) => dialog.querySelector(`details[data-exchange="${key}"]`)).filter(Boolean);
  for (const box of boxes) box.open = true;
  boxes[0]?.scrollIntoView();
  boxes[0]?.querySelector('summary').focus();
});

// Going back, or an address typed by hand.
for (const happened of ['popstate', 'hashchange']) {
  addEventListener(happened, () => {
    if (location.hash && !isState(location.hash)) return;
    state = readAddress();
    show();
  });
}

const fields = () => Object.fromEntries(FILTERS.map((name) => [name, form.elements[name].value]));
let typing;
form.addEventListener('input', (event) => {
  go(fields(), event.target.name === 'q' ? null : 'replaceState');
  clearTimeout(typing);
  typing = setTimeout(() => note('replaceState'), 200);
});
form.addEventListener('submit', (event) => event.preventDefault());
form.addEventListener('reset', (event) => {
  event.preventDefault();
  go(Object.fromEntries(FILTERS.map((name) => [name, ''])));
});
// The first search shall not wait for what all of them need.
byId('q').addEventListener('focus', () => scenarios.length > 0 && scenarioText(0), { once: true });
byId('copy-view').addEventListener('click', (event) => {
  note('replaceState');
  copy(location.href, event.currentTarget);
});
byId('evidence-copy').addEventListener('click', (event) => copy(location.href, event.currentTarget));
byId('evidence-close').addEventListener('click', close);
dialog.addEventListener('close', close);
dialog.addEventListener('click', (event) => {
  // Beside it: the backdrop is a part of the dialog.
  if (event.target === dialog && event.clientX < dialog.getBoundingClientRect().left) close();
});
byId('more').addEventListener('click', () => {
  const first = shownRows;
  addScenarios();
  byId('scenario-list').children[first]?.querySelector('a').focus();
});

// Arrows go from mark to mark in the matrix; `/` goes to the search.
document.addEventListener('keydown', (event) => {
  const from = document.activeElement;
  if (event.key === '/' && !dialog.open && !from.matches('input, select, textarea') && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    byId('q').focus();
  }
  const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
  if (!step || !from.matches('a.cell')) return;
  event.preventDefault();
  const td = from.parentElement;
  let [row, column] = [td.parentElement, td.cellIndex];
  for (;;) {
    if (step[0]) row = step[0] > 0 ? row.nextElementSibling : row.previousElementSibling;
    column += step[1];
    const next = row?.cells[column];
    if (!next) return;
    const cell = next.querySelector('a.cell:not(.off)');
    if (cell && !row.hidden) return void cell.focus();
  }
});

for (const body of document.querySelectorAll('pre[data-body]')) body.replaceChildren(...readableBody(body.textContent, [body.dataset.at]));
// A box that is closed has no height to scroll in. This event does not bubble.
document.addEventListener('toggle', (event) => reveal(event.target), true);
const started = byId('started');
const when = new Date(started.dateTime);
if (!Number.isNaN(when.getTime())) started.title = when.toLocaleString();
document.documentElement.classList.add('js');
show();
// The browser went to the section of the address before the scenarios stood above it.
if (location.hash && !isState(location.hash)) document.getElementById(location.hash.slice(1))?.scrollIntoView();
