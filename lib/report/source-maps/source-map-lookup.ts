import { TraceMap, traceSegment } from '@jridgewell/trace-mapping';

/** A place in generated code: line and column, both counted from 0. @internal */
export type Position = readonly [line: number, column: number];

/**
 * The segment of a source map for a position: its first generated column, the source, line and column of its origin,
 * and the original name.
 *
 * @internal
 */
export type Origin = readonly [start: number, source: string | undefined, line: number, column: number, name?: string];

/**
 * Parses a source map.
 *
 * @param text the map as JSON
 * @param mapUrl URL of the map's file; sources are relative to it
 * @throws Error when it is not a source map
 * @internal
 */
export function parseMap(text: string, mapUrl: string): TraceMap {
  const json: unknown = JSON.parse(text);
  // The sources' text is not needed, and would stay in memory with the map.
  if (typeof json === 'object' && json !== null) Reflect.deleteProperty(json, 'sourcesContent');
  return new TraceMap(json as ConstructorParameters<typeof TraceMap>[0], mapUrl);
}

/** @returns the origin of a position; `undefined` when the map does not contain it @internal */
export function lookUp(map: TraceMap, [line, column]: Position): Origin | undefined {
  const segment = traceSegment(map, line, column);
  if (segment === null || segment.length === 1) return undefined;
  const [start, source, sourceLine, sourceColumn, name] = segment;
  const named = name === undefined ? undefined : map.names[name];
  return [start, map.resolvedSources[source], sourceLine, sourceColumn, named];
}
