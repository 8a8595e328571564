// Finds the differences between two runs.

/** Parts that must be equal. The rest of a record has its own rules. */
const EQUAL = ['answers', 'results', 'faults', 'listeners', 'resources', 'ended', 'output'];

/** Globals that zod, a dependency of the library, shares between its copies. */
const KNOWN_GLOBALS = ['__zod_globalConfig', '__zod_globalRegistry'];

/** Added to the closing time without the monitor: more than a busy machine needs, less than a timeout of the monitor. */
const CLOSE_MAY_TAKE_MORE_MS = 4_000;

/** Faults of the application itself, before any comparison. */
export function faultsOfBaseline(record) {
  if (record.failure !== null) return [`fails also without the monitor: ${record.failure}`];
  const answered = Object.values(record.answers).filter(({ status }) => status < 300);
  if (answered.length === 0 || Object.keys(record.events).length === 0) return ['there is nothing to compare'];
  return [];
}

/** One line for each difference. The aim is an empty list. */
export function differences(without, other) {
  if (other.failure !== null) return [`fails: ${other.failure}`];
  const found = EQUAL.flatMap(key => deepDifferences(key, without[key], other[key]));
  const globals = other.globals.filter(name => !without.globals.includes(name) && !KNOWN_GLOBALS.includes(name));
  if (globals.length > 0) found.push(`new globals: ${globals.join(', ')}`);
  found.push(...deepDifferences('events', ordered(without.events), ordered(other.events)));
  // Concurrent work logs in a random order.
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

/** Checks that the monitor works where it is on, and does nothing where it is off. */
function faultsOfMonitor({ mode, monitor }) {
  if (mode === 'disabled') return monitor.requests + monitor.files > 0 ? ['watches, though it is off'] : [];
  if (!monitor.slow.includes('GET /host/slow') || monitor.files === 0) {
    return [`the slow request has no report: ${JSON.stringify(monitor)}`];
  }
  return monitor.missing.length > 0 ? [`not seen: ${monitor.missing.join(', ')}`] : [];
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
