// The evidence of a clause or a scenario, made when somebody asks for it.
const { clauses } = data('index');
const scenarios = [];
for (let batch = 0; byId(`s${batch}`); batch += 1) scenarios.push(...data(`s${batch}`).map((one) => ({ ...one, batch })));
const clauseById = new Map(clauses.map((one, number) => [one.id, number]));
const scenarioByPlace = new Map(scenarios.map((one, number) => [one.at, number]));
const MARKS = { passed: '✓', failed: '✗', error: '‼', skipped: '○', kept: '✓', broken: '✗', warned: '!', known: '≈', 'not-tried': '○', 'not-observable': '–' };
const WORDS = { error: 'in error', known: 'broken, known', 'not-tried': 'not tried', 'not-observable': 'not observable' };
const word = (key) => WORDS[key] ?? key;
const FIRST = 40;
// How many values of findings that are told as one.
const ALIKE = 5;

// Long bodies stand there too: they are read once.
const batches = new Map();
function textsOf(batch) {
  if (!batches.has(batch)) batches.set(batch, data(`t${batch}`));
  return batches.get(batch);
}

const seen = new Map();
function evidenceOf(number) {
  if (!seen.has(number)) {
    const evidence = data(`e${number}`);
    const texts = textsOf(scenarios[number].batch);
    seen.set(number, { ...evidence, exchanges: evidence.exchanges.map((one) => readable(one, texts)) });
  }
  return seen.get(number);
}

// An exchange with its texts for their numbers.
function readable(one, texts) {
  const pairs = (numbers) => numbers.filter((_, at) => at % 2 === 0).map((name, at) => [texts[name], texts[numbers[2 * at + 1]]]);
  const text = (body) => (typeof body === 'number' ? texts[body] : body);
  return {
    ...one,
    body: text(one.body),
    operation: texts[one.operation],
    method: texts[one.method],
    url: texts[one.url],
    headers: pairs(one.headers),
    // Most commands hold the body as it is, so it is in the page once.
    curl: Array.isArray(one.curl) ? texts[one.curl[0]] + text(one.body) + texts[one.curl[1]] : one.curl,
    response: one.response && { ...one.response, body: text(one.response.body), headers: pairs(one.response.headers) },
  };
}

function verdictMark(key, kind) {
  return el('span', { class: `${kind}-${key}` }, el('span', { 'aria-hidden': 'true' }, `${MARKS[key]} `), word(key));
}

function facts(pairs) {
  const known = pairs.filter(([, value]) => value != null && value !== '');
  return el('dl', { class: 'facts' }, known.map(([name, value]) => el('div', null, el('dt', null, name), el('dd', null, value))));
}

function side(pieces, name) {
  if (!pieces) return el('td', { class: 'none' }, el('span', { class: 'unseen' }, 'nothing'));
  return el('td', { class: name }, el('pre', null, pieces.map(([differs, text]) => (differs ? el('mark', null, text) : text))));
}

function compare(caption, rows) {
  const row = (one) => {
    if (one === null) return [el('td', { class: 'gap' }, '⋯'), el('td', { class: 'gap' }, '⋯')];
    if (typeof one === 'string') return [el('td', null, el('pre', null, one)), el('td', null, el('pre', null, one))];
    return [side(one[0], 'expected'), side(one[1], 'actual')];
  };
  const head = ['expected', 'actual'].map((name) => el('th', { scope: 'col' }, name));
  return el('table', { class: 'compare' }, el('caption', { class: 'unseen' }, caption), el('thead', null, el('tr', null, head)), el('tbody', null, rows.map((one) => el('tr', null, row(one)))));
}

// Findings that say the same of several exchanges, each time as one.
function together(findings) {
  const groups = new Map();
  for (const one of findings) {
    const expected = one.values[0].map(([, text]) => text).join('');
    const key = JSON.stringify([one.clause, one.level, expected, one.diff, one.known]);
    groups.set(key, [...groups.get(key) ?? [], one]);
  }
  return [...groups.values()];
}

// Each once, and how many more there are.
function few(things, bound) {
  const each = [...new Set(things.filter(Boolean))];
  return [each.slice(0, bound), each.length - bound];
}

function inWords(things) {
  const [some, more] = few(things, ALIKE);
  return some.join(', ') + (more > 0 ? ` and ${more} more` : '');
}

// `3–6, 9`, each a way to these exchanges.
function exchangeLinks(number, exchanges) {
  const runs = [];
  for (const at of [...new Set(exchanges)].sort((a, b) => a - b)) {
    if (runs.at(-1)?.at(-1) === at - 1) runs.at(-1).push(at);
    else runs.push([at]);
  }
  const name = (run) => (run.length > 1 ? `${run[0] + 1}–${run.at(-1) + 1}` : String(run[0] + 1));
  return runs.map((run) => el('button', { type: 'button', class: 'to', 'data-exchanges': run.map((at) => `${number}-${at}`).join(' '), 'aria-label': `Show exchange ${name(run)}` }, name(run)));
}

function findingBlock(findings, number, inClause) {
  const [finding] = findings;
  const { steps } = scenarios[number];
  const [values, more] = few(findings.map((one) => JSON.stringify(one.values)), ALIKE);
  const exchanges = findings.map((one) => one.exchange).filter((at) => at != null);
  const places = inWords(findings.map((one) => one.at));
  return el('div', { class: `block ${finding.level === 'MUST' ? 'bad' : 'warn'}` },
    inClause ? null : [
      el('p', null, el('span', { class: 'level' }, finding.level), ' ', link({ clause: finding.clause }, el('span', { class: 'mono' }, ident(finding.clause)))),
      el('p', null, finding.text),
      el('p', { class: 'source' }, finding.source),
    ],
    compare('Expected and actual', values.map((one) => JSON.parse(one))),
    more > 0 && el('p', { class: 'quiet' }, `and ${more} more that differ otherwise: see the exchanges`),
    facts([['Known', finding.known], ['At', places && el('span', { class: 'mono' }, places)], ['In step', inWords(findings.map((one) => steps[one.step]?.[0]))], [new Set(exchanges).size > 1 ? 'In exchanges' : 'In exchange', exchanges.length > 0 ? exchangeLinks(number, exchanges) : '']]),
    finding.diff ? [el('h4', null, 'Difference'), compare('Difference, line by line', finding.diff)] : null,
    findings.some((one) => one.cut) && el('p', { class: 'quiet' }, 'Long values are cut here. report.json has the whole.'));
}

function headerList(label, headers) {
  return el('dl', { class: 'headers', 'aria-label': label }, headers.map(([name, value]) => el('div', null, el('dt', null, `${name}:`), el('dd', null, value))));
}

function exchangeBlock(scenario, number, open) {
  const { exchanges, findings } = evidenceOf(scenario);
  const one = exchanges[number];
  const places = findings.filter((finding) => finding.exchange === number).map((finding) => finding.at);
  const inside = el('div', { class: 'inside' });
  const box = el('details', { class: 'exchange', open, 'data-exchange': `${scenario}-${number}` },
    el('summary', null, `${number + 1}. `, el('span', { class: 'mono' }, one.operation), ` · ${one.answer} · ${time(one.ms)}`),
    inside);
  const fill = () => {
    if (inside.firstChild) return;
    inside.append(...exchangeParts(one, places).filter(Boolean));
  };
  if (open) fill();
  box.addEventListener('toggle', () => { if (box.open) fill(); });
  return box;
}

function exchangeParts(one, places) {
  const body = (label, text, at = []) => (text ? code(label, ...readableBody(text, at)) : el('p', { class: 'quiet' }, '(no body)'));
  return [
    one.cut && el('p', { class: 'quiet' }, 'Long values are cut here. report.json has the whole.'),
    el('h4', null, 'Request, to repeat it'),
    one.repeatable ? copied('curl line', one.curl, 'Copy curl') : code('curl line', one.curl),
    el('h4', null, 'Request'),
    el('p', { class: 'mono' }, `${one.method} ${one.url}`),
    headerList('Headers of the request', one.headers),
    body('Body of the request', one.body),
    el('h4', null, 'Answer ', el('span', { class: 'quiet' }, `${one.answer} · sent ${time(one.started)} after the start, took ${time(one.ms)}`)),
    one.response && headerList('Headers of the answer', one.response.headers),
    one.response && body('Body of the answer', one.response.body, places),
  ];
}

function scenarioPanel(number) {
  const scenario = scenarios[number];
  const evidence = evidenceOf(number);
  const shown = new Set(evidence.findings.map((one) => one.exchange));
  const last = evidence.exchanges.length - 1;
  const open = (at) => shown.has(at) || (shown.size === 0 && at === last);
  const step = ([text, line, status], at) => {
    const levels = evidence.findings.filter((one) => one.step === at).map((one) => one.level);
    // A step goes on after a finding, so it has passed by itself.
    const key = status !== 'passed' || levels.length === 0 ? status : levels.includes('MUST') ? 'broken' : 'warned';
    return el('li', null,
      el('span', { class: `s-${key} t-${key}` }, el('span', { 'aria-hidden': 'true' }, `${MARKS[key]} `), el('span', { class: 'word' }, key)),
      el('span', null, text), el('span', { class: 'quiet line-number' }, `line ${line}`));
  };
  return [
    scenario.rule && el('p', { class: 'quiet' }, scenario.rule),
    facts([['Ended', verdictMark(scenario.status, 's')], ['In', el('span', { class: 'mono' }, scenario.at)], ['Took', time(scenario.ms)], ['Tags', scenario.tags.map((tag) => `@${tag}`).join(' ')]]),
    scenario.known && el('p', { class: 'block warn' }, scenario.known),
    scenario.reason && el('p', { class: 'block warn' }, scenario.reason),
    el('h3', null, 'Steps'), el('ol', { class: 'steps' }, scenario.steps.map(step)),
    evidence.findings.length > 0 && [el('h3', null, plural(evidence.findings.length, 'finding')), together(evidence.findings).map((some) => findingBlock(some, number, false))],
    evidence.exchanges.length > 0 && [el('h3', null, plural(evidence.exchanges.length, 'exchange')), evidence.exchanges.map((_, at) => exchangeBlock(number, at, open(at)))],
    evidence.passing.length > 0 && [el('h3', null, 'Seen broken in passing'), el('p', { class: 'quiet' }, 'Scenarios that ask about these clauses report them.'), el('ul', null, evidence.passing.map(([level, id]) => el('li', null, `${level} `, link({ clause: id }, el('span', { class: 'mono' }, ident(id))))))],
    evidence.notes.length > 0 && [el('h3', null, 'Notes'), el('ul', { class: 'lines' }, evidence.notes.map(([id, text]) => el('li', null, el('span', { class: 'mono quiet' }, ident(id), ' '), text)))],
  ];
}

function clausePanel(number) {
  const clause = clauses[number];
  const others = clause.by.filter((one) => !clause.found.includes(one));
  return [
    el('p', { class: 'mono quiet' }, ident(clause.id)),
    facts([['Verdict', verdictMark(clause.verdict, 't')], ['Level', clause.level], ['Operation', el('span', { class: 'mono' }, clause.operation)], ['Documented in', clause.source], ['Kind', clause.kind]]),
    clause.known && el('p', { class: 'block warn' }, clause.known),
    clause.reason && el('p', { class: 'block' }, clause.reason),
    clause.found.length > 0 && [el('h3', null, `Found broken by ${plural(clause.found.length, 'scenario')}`), stepwise(clause.found, (one) => foundBy(clause, one), 5)],
    clause.passing.length > 0 && [el('h3', null, `Seen broken in passing by ${plural(clause.passing.length, 'scenario')}`), scenarioLinks(clause.passing)],
    others.length > 0 && [el('h3', null, `${clause.found.length > 0 ? 'Also judged' : 'Judged'} by ${plural(others.length, 'scenario')}`), scenarioLinks(others)],
  ];
}

function foundBy(clause, number) {
  const evidence = evidenceOf(number);
  const findings = evidence.findings.filter((one) => one.clause === clause.id);
  const exchanges = [...new Set(findings.map((one) => one.exchange))].filter((at) => evidence.exchanges[at]);
  return el('div', null,
    el('h4', null, scenarioLink(number)),
    together(findings).map((some) => findingBlock(some, number, true)),
    exchanges.map((at) => exchangeBlock(number, at, false)));
}

function scenarioLink(number) {
  const one = scenarios[number];
  return [verdictMark(one.status, 's'), ' ', link({ scenario: one.at }, one.rule ? `${one.rule} › ${one.name}` : one.name), ' ', el('span', { class: 'mono quiet' }, one.at)];
}

function scenarioLinks(numbers) {
  return stepwise(numbers, (one) => el('p', null, scenarioLink(one)), FIRST);
}

// The first of many, and a button for more of them.
function stepwise(numbers, make, size) {
  const box = el('div', { class: 'places' });
  const more = el('button', { type: 'button' });
  let shown = 0;
  const add = () => {
    const next = numbers.slice(shown, shown + size).map(make);
    shown += next.length;
    more.before(...next);
    more.textContent = `Show more (${numbers.length - shown} left)`;
    more.hidden = shown >= numbers.length;
    return next[0];
  };
  box.append(more);
  add();
  more.addEventListener('click', () => add().querySelector('a')?.focus());
  return box;
}
