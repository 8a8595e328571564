// What one run shows that another does not.

/** Compared as they are. The rest of a record has rules of its own. */
const EQUAL = ['answers', 'results', 'faults', 'listeners', 'resources', 'ended', 'output'];

/** What zod, which the library depends on, leaves for its other copies. */
const KNOWN_GLOBALS = ['__zod_globalConfig', '__zod_globalRegistry'];

/** Beside what closing takes without the monitor: a timeout of ours that runs off is longer, a busy machine shorter. */
const CLOSE_MAY_TAKE_MORE_MS = 4_000;

/** What is wrong with the application itself, before anything is compared. */
export function faultsOfBaseline(record) {
  if (record.failure !== null) return [`fails without the monitor, too: ${record.failure}`];
  const answered = Object.values(record.answers).filter(({ status }) => status < 300);
  if (answered.length === 0 || Object.keys(record.events).length === 0) return ['nothing to compare was seen'];
  return [];
}

/** Each difference is a line; none are the aim. */
export function differences(without, other) {
  if (other.failure !== null) return [`fails: ${other.failure}`];
  const found = EQUAL.flatMap(key => deepDifferences(key, without[key], other[key]));
  const globals = other.globals.filter(name => !without.globals.includes(name) && !KNOWN_GLOBALS.includes(name));
  if (globals.length > 0) found.push(`new globals: ${globals.join(', ')}`);
  found.push(...deepDifferences('events', ordered(without.events), ordered(other.events)));
  // What is logged while several things happen at once has no order.
  found.push(...deepDifferences('logs', without.logs.toSorted(), other.logs.toSorted()));
  if (other.closeMs > without.closeMs * 3 + CLOSE_MAY_TAKE_MORE_MS) {
    found.push(`app.close(): ${without.closeMs} ms -> ${other.closeMs} ms`);
  }
  if (other.frames > 0) found.push(`frames of the monitor in ${other.frames} stages`);
  found.push(...faultsOfMonitor(other));
  return found;
}

function ordered({ unordered = [], ...events }) {
  return { unordered: unordered.toSorted(), ...events };
}

/** The monitor has to be at work where it is on, and asleep where it is not. */
function faultsOfMonitor({ mode, monitor }) {
  if (mode === 'disabled') return monitor.requests + monitor.files > 0 ? ['watches, though it is off'] : [];
  if (!monitor.slow.includes('GET /host/slow') || monitor.files === 0) {
    return [`the slow request has no report: ${JSON.stringify(monitor)}`];
  }
  return [];
}

function deepDifferences(path, left, right) {
  if (left === right) return [];
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) {
    return [`${path}: ${show(left)} -> ${show(right)}`];
  }
  const keys = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...keys].flatMap(key => deepDifferences(`${path}.${key}`, left[key], right[key]));
}

function show(value) {
  return value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 400);
}
