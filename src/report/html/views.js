// Search and filters over the matrix and the scenarios.
const PAGE = 100;
const RANK = { failed: 0, error: 1, known: 2, passed: 3, skipped: 4 };
const judgedBy = scenarios.map(() => []);
clauses.forEach((clause, number) => new Set([...clause.by, ...clause.found]).forEach((one) => judgedBy[one].push(number)));

const clauseTexts = clauses.map((one) => [one.id, one.text, one.source, one.reason, one.known, one.level, word(one.verdict)].join('\n').toLowerCase());
let scenarioTexts = null;
function scenarioText(number) {
  scenarioTexts ??= scenarios.map((one, at) => [one.name, one.rule, one.at, one.reason, one.known, word(one.status), one.tags.join(' '), ...one.steps.map(([text]) => text), ...judgedBy[at].filter((clause) => clauses[clause].found.includes(at)).map((clause) => clauses[clause].id)].join('\n').toLowerCase());
  return scenarioTexts[number];
}

const rows = [];
const groups = [...document.querySelectorAll('#matrix ~ details.group')].map((node) => {
  const own = [...node.querySelectorAll('tbody tr')].map((row) => ({
    node: row,
    cells: [...row.querySelectorAll('a.cell')].map((cell) => ({ node: cell, clause: Number(cell.dataset.clause) })),
  }));
  rows.push(...own);
  return { node, rows: own, open: node.open, filtered: false };
});

const words = () => state.q.toLowerCase().split(/\s+/).filter(Boolean);

function clauseMatches(number, wanted) {
  const one = clauses[number];
  return (!state.level || one.level === state.level)
    && (!state.verdict || one.verdict === state.verdict)
    && (!state.operation || one.operation === state.operation)
    && wanted.every((text) => clauseTexts[number].includes(text));
}

// A level or verdict chooses the scenarios that judged such a clause.
function scenarioMatches(number, wanted) {
  const one = scenarios[number];
  const judged = () => judgedBy[number].some((at) => {
    const clause = clauses[at];
    const saw = !['broken', 'known', 'warned'].includes(state.verdict) || clause.found.includes(number);
    return saw && (!state.level || clause.level === state.level) && (!state.verdict || clause.verdict === state.verdict) && (!state.operation || clause.operation === state.operation);
  });
  return (!state.status || one.status === state.status)
    && (!state.operation || one.operations.includes(state.operation))
    && (!(state.level || state.verdict) || judged())
    && wanted.every((text) => scenarioText(number).includes(text));
}

function showMatrix(wanted) {
  const filtered = Boolean(wanted.length || state.level || state.verdict || state.operation);
  let matching = 0;
  for (const group of groups) {
    let any = false;
    for (const row of group.rows) {
      let of = 0;
      for (const cell of row.cells) {
        const hit = clauseMatches(cell.clause, wanted);
        cell.node.classList.toggle('off', !hit);
        of += hit ? 1 : 0;
      }
      row.node.hidden = of === 0;
      any ||= of > 0;
      matching += of;
    }
    group.node.hidden = !any;
    // What was open before a filter is so again after it.
    if (!group.filtered) group.open = group.node.open;
    if (filtered !== group.filtered) group.node.open = filtered || group.open;
    group.filtered = filtered;
  }
  byId('no-clauses').hidden = matching > 0;
  return matching;
}

let listed = [];
let shownRows = 0;
function showScenarios(wanted) {
  listed = scenarios.map((_, number) => number).filter((number) => scenarioMatches(number, wanted));
  if (state.order === 'slow') listed.sort((a, b) => scenarios[b].ms - scenarios[a].ms);
  else if (state.order !== 'file') listed.sort((a, b) => RANK[scenarios[a].status] - RANK[scenarios[b].status]);
  shownRows = 0;
  byId('scenario-list').replaceChildren();
  addScenarios();
  byId('no-scenarios').hidden = listed.length > 0;
  byId('scenarios-count').textContent = listed.length === scenarios.length ? listed.length : `${listed.length} of ${scenarios.length}`;
}

function addScenarios() {
  const next = listed.slice(shownRows, shownRows + PAGE);
  shownRows += next.length;
  byId('scenario-list').append(...next.map(scenarioRow));
  byId('more').hidden = shownRows >= listed.length;
  byId('more').textContent = `Show more (${listed.length - shownRows} left)`;
}

function scenarioRow(number) {
  const one = scenarios[number];
  const broken = judgedBy[number].filter((at) => clauses[at].found.includes(number)).map((at) => clauses[at].id);
  return el('li', null, el('a', { href: addressOf({ ...state, clause: '', scenario: one.at }) },
    el('span', { class: 'status' }, verdictMark(one.status, 's')),
    el('span', { class: 'what' },
      el('span', { class: 'name' }, one.name),
      el('span', { class: 'under' }, [one.rule, one.at].filter(Boolean).join(' · ')),
      one.reason && el('span', { class: 'under' }, one.reason),
      broken.length > 0 && el('span', { class: 'under mono' }, broken.slice(0, 3).flatMap((id) => [el('span', { class: 'id' }, ident(id)), ' ']), broken.length > 3 ? `and ${broken.length - 3} more` : '')),
    el('span', { class: 'took' }, one.status === 'skipped' ? '' : time(one.ms))));
}
