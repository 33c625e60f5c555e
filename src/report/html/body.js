// A body to read: JSON with line breaks and indents, and what stands at these places marked. Every
// other character stays as it came; a body that was cut is read as far as it goes.
function readableBody(text, places) {
  if (!/^\s*[[{]/.test(text)) return [text];
  const wanted = new Set(places.filter(Boolean).map((at) => at.replace(/ and \d+ more$/, '')));
  const pieces = [];
  const open = [];
  let out = '';
  let marked = -1;
  const line = () => `\n${'  '.repeat(open.length)}`;
  const end = () => {
    pieces.push(marked < 0 ? out : el('mark', null, out));
    out = '';
    marked = -1;
  };
  const value = () => {
    if (marked >= 0 || !wanted.has(placeOf(open))) return;
    end();
    marked = open.length;
  };
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"?|[[{]\s*[\]}]|[[\]{},:]|\s+|[^\s"[\]{},:]+/gs)) {
    const inside = open.at(-1);
    if (/^\s/.test(token)) continue;
    if (token === '{' || token === '[') {
      value();
      open.push({ list: token === '[', step: token === '[' ? 0 : '', named: false });
      out += token + line();
    } else if (token === '}' || token === ']') {
      open.pop();
      out += line() + token;
      if (marked === open.length) end();
    } else if (token === ',') {
      if (inside?.list) inside.step += 1;
      else if (inside) inside.named = false;
      out += token + line();
    } else if (token === ':') {
      if (inside) inside.named = true;
      out += ': ';
    } else if (inside && !inside.list && !inside.named) {
      inside.step = unquoted(token);
      out += token;
    } else {
      value();
      out += token;
      if (marked === open.length) end();
    }
  }
  end();
  return pieces;
}

// As findings say it: `[0].address.city`.
function placeOf(open) {
  return open.reduce((place, { step }) => (/^\d+$/.test(step) ? `${place}[${step}]` : `${place}${place && '.'}${step}`), '');
}

function unquoted(token) {
  try {
    return String(JSON.parse(token));
  } catch {
    return token;
  }
}

// Scrolls boxes to what is marked in them.
function reveal(within) {
  for (const box of within.querySelectorAll('pre.code')) {
    const mark = box.querySelector('mark');
    if (mark && box.scrollHeight > box.clientHeight) box.scrollTop = mark.offsetTop - box.clientHeight / 3;
  }
}
