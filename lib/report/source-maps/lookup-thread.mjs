// Looks positions up in source maps that are too large for the application's thread. Plain JavaScript, because Node
// starts a worker from a file.
import { readFileSync, statSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import { TraceMap, traceSegment } from '@jridgewell/trace-mapping';

/** A parsed map of 32 MB takes ten times as much memory. */
const MAX_MAPS = 2;
const MARK = 'sourceMappingURL=data:';

const maps = new Map();

parentPort.on('message', ({ id, path, inline, mapUrl, positions }) => {
  let found;
  try {
    const map = load(path, inline, mapUrl);
    found = positions.map(([line, column]) => lookUp(map, line, column));
  } catch {
    // No map, or a broken one: the positions stay unmapped.
  }
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  parentPort.postMessage({ id, found });
});

function load(path, inline, mapUrl) {
  const { mtimeMs, size } = statSync(path);
  const key = `${path} ${mtimeMs} ${size}`;
  const known = maps.get(key);
  if (known !== undefined) return known;
  const json = JSON.parse(inline ? inlineMap(path) : readFileSync(path, 'utf8'));
  delete json.sourcesContent;
  const map = new TraceMap(json, mapUrl);
  const [oldest] = maps.keys();
  if (maps.size >= MAX_MAPS) maps.delete(oldest);
  maps.set(key, map);
  return map;
}

function inlineMap(path) {
  const code = readFileSync(path, 'utf8');
  const url = code.slice(code.lastIndexOf(MARK) + MARK.length).trimEnd();
  const data = url.slice(url.indexOf(',') + 1);
  return url.slice(0, url.indexOf(',')).endsWith(';base64')
    ? Buffer.from(data, 'base64').toString('utf8')
    : decodeURIComponent(data);
}

function lookUp(map, line, column) {
  const segment = traceSegment(map, line, column);
  if (segment === null || segment.length === 1) return undefined;
  const [start, source, sourceLine, sourceColumn, name] = segment;
  return [
    start,
    map.resolvedSources[source],
    sourceLine,
    sourceColumn,
    name === undefined ? undefined : map.names[name],
  ];
}
