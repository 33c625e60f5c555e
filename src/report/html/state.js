// What is looked at, and the page's address: the part after `#` says all of it, so that a view can
// be linked.
const FILTERS = ['q', 'level', 'verdict', 'operation', 'status', 'order'];
const KEYS = [...FILTERS, 'clause', 'scenario'];

function readAddress() {
  const text = location.hash.slice(1);
  // A section's name is no state.
  const given = new URLSearchParams(text.includes('=') ? text : '');
  return Object.fromEntries(KEYS.map((key) => [key, given.get(key) ?? '']));
}

function addressOf(state) {
  const value = (text) => encodeURIComponent(text).replace(/%(2F|3A|2C)/gi, decodeURIComponent);
  const pairs = KEYS.filter((key) => state[key]).map((key) => `${key}=${value(state[key])}`);
  return `#${pairs.join('&')}`;
}

let state = readAddress();

// A browser refuses to note every letter of a fast typist; the next call catches up.
function note(how) {
  try {
    history[how](null, '', addressOf(state));
  } catch {
    return;
  }
}

// Looks at something else. `replaceState` leaves the way back alone.
function go(changes, how = 'pushState') {
  const next = { ...state, ...changes };
  if (addressOf(next) === addressOf(state)) return;
  state = next;
  if (how) note(how);
  show();
}
