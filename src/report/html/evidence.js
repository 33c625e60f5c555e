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

const seen = new Map();
function evidenceOf(number) {
  if (!seen.has(number)) {
    const evidence = data(`e${number}`);
    const texts = data(`t${scenarios[number].batch}`);
    seen.set(number, { ...evidence, exchanges: evidence.exchanges.map((one) => readable(one, texts)) });
  }
  return seen.get(number);
}

// An exchange with its texts for their numbers.
function readable(one, texts) {
  const pairs = (numbers) => numbers.filter((_, at) => at % 2 === 0).map((name, at) => [texts[name], texts[numbers[2 * at + 1]]]);
  return {
    ...one,
    operation: texts[one.operation],
    method: texts[one.method],
    url: texts[one.url],
    headers: pairs(one.headers),
    // Most commands hold the body as it is, so it is in the page once.
    curl: Array.isArray(one.curl) ? texts[one.curl[0]] + one.body + texts[one.curl[1]] : one.curl,
    response: one.response && { ...one.response, headers: pairs(one.response.headers) },
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

function findingBlock(finding, scenario, inClause) {
  const step = scenario.steps[finding.step];
  return el('div', { class: `block ${finding.level === 'MUST' ? 'bad' : 'warn'}` },
    inClause ? null : [
      el('p', null, el('span', { class: 'level' }, finding.level), ' ', link({ clause: finding.clause }, el('span', { class: 'mono' }, ident(finding.clause)))),
      el('p', null, finding.text),
      el('p', { class: 'source' }, finding.source),
    ],
    compare('Expected and actual', [finding.values]),
    facts([['Known', finding.known], ['At', finding.at && el('span', { class: 'mono' }, finding.at)], ['In step', step?.[0]], ['Exchange', finding.exchange == null ? '' : String(finding.exchange + 1)]]),
    finding.diff ? [el('h4', null, 'Difference'), compare('Difference, line by line', finding.diff)] : null);
}

function headerList(label, headers) {
  return el('dl', { class: 'headers', 'aria-label': label }, headers.map(([name, value]) => el('div', null, el('dt', null, `${name}:`), el('dd', null, value))));
}

function exchangeBlock(one, number, open) {
  const inside = el('div', { class: 'inside' });
  const box = el('details', { class: 'exchange', open },
    el('summary', null, `${number + 1}. `, el('span', { class: 'mono' }, one.operation), ` · ${one.answer} · ${time(one.ms)}`),
    inside);
  const fill = () => {
    if (inside.firstChild) return;
    inside.append(...exchangeParts(one).filter(Boolean));
  };
  if (open) fill();
  box.addEventListener('toggle', () => { if (box.open) fill(); });
  return box;
}

function exchangeParts(one) {
  const body = (label, text) => (text ? code(label, indented(text)) : el('p', { class: 'quiet' }, '(no body)'));
  return [
    one.cut && el('p', { class: 'quiet' }, 'Nothing failed here, so long values are cut. report.json has all of them.'),
    el('h4', null, 'Request, to repeat it'),
    one.repeatable ? copied('curl line', one.curl, 'Copy curl') : code('curl line', one.curl),
    el('h4', null, 'Request'),
    el('p', { class: 'mono' }, `${one.method} ${one.url}`),
    headerList('Headers of the request', one.headers),
    body('Body of the request', one.body),
    el('h4', null, 'Answer ', el('span', { class: 'quiet' }, `${one.answer} · sent ${time(one.started)} after the start, took ${time(one.ms)}`)),
    one.response && headerList('Headers of the answer', one.response.headers),
    one.response && body('Body of the answer', one.response.body),
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
    evidence.findings.length > 0 && [el('h3', null, plural(evidence.findings.length, 'finding')), evidence.findings.map((one) => findingBlock(one, scenario, false))],
    evidence.exchanges.length > 0 && [el('h3', null, plural(evidence.exchanges.length, 'exchange')), evidence.exchanges.map((one, at) => exchangeBlock(one, at, open(at)))],
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
    findings.map((one) => findingBlock(one, scenarios[number], true)),
    exchanges.map((at) => exchangeBlock(evidence.exchanges[at], at, false)));
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
