import { TraceMap, traceSegment } from '@jridgewell/trace-mapping';

/** A place in generated code: line and column, both counted from 0. @internal */
export type Position = readonly [line: number, column: number];

/**
 * The part of a source map that covers a position: the generated column where it begins, the source with the line and
 * column it came from, and the name that stood there.
 *
 * @internal
 */
export type Origin = readonly [start: number, source: string | undefined, line: number, column: number, name?: string];

/**
 * @param text the map as JSON
 * @param mapUrl URL of the file that the map was in: sources are relative to it
 * @throws when it is not a source map
 * @internal
 */
export function parseMap(text: string, mapUrl: string): TraceMap {
  const json: unknown = JSON.parse(text);
  // The sources' text is never shown, and would stay in memory for as long as the map.
  if (typeof json === 'object' && json !== null) Reflect.deleteProperty(json, 'sourcesContent');
  return new TraceMap(json as ConstructorParameters<typeof TraceMap>[0], mapUrl);
}

/** @internal */
export function lookUp(map: TraceMap, [line, column]: Position): Origin | undefined {
  const segment = traceSegment(map, line, column);
  if (segment === null || segment.length === 1) return undefined;
  const [start, source, sourceLine, sourceColumn, name] = segment;
  const named = name === undefined ? undefined : map.names[name];
  return [start, map.resolvedSources[source], sourceLine, sourceColumn, named];
}
