import { AssertionError } from 'node:assert';
import * as nodeModule from 'node:module';
import { filePath } from '../../diagnosis/frames/frames.js';
import type { StackNode } from '../../recorder/recording.interface.js';

/** The place of a function in its source, both numbers counted from 1; `undefined` when the map does not contain it. */
type Place = { readonly line: number; readonly column: number };

/** @internal */
export type PlaceOf = (frame: StackNode) => Place | undefined;

type PrepareStackTrace = NonNullable<ErrorConstructor['prepareStackTrace']>;

/** Node's own errors. In a sandbox, such as Jest's, `Error` is another class, and Node falls back to this one. */
const NodeError = Object.getPrototypeOf(AssertionError) as ErrorConstructor;

/** `    at /app/src/main.ts:12:3` */
const LAST_PLACE = /:(\d+):(\d+)\)?\s*$/;

/**
 * The source maps that this process has of code that a loader compiled. No file contains them.
 *
 * - Node's own: tsx and `--experimental-transform-types` enable them.
 * - Those that rewrite stack traces: ts-node, swc-node, Jest and Vitest have no other interface in common.
 *
 * @internal
 */
export function loadedMaps(url: string): PlaceOf[] {
  const rewriters = new Set([Error.prepareStackTrace, NodeError.prepareStackTrace]);
  const maps = [...rewriters].filter(each => typeof each === 'function').map(stackTraceMap);
  const map = nodeMap(url);
  return map === undefined ? maps : [map, ...maps];
}

function nodeMap(url: string): PlaceOf | undefined {
  const map = nodeModule.findSourceMap?.(url);
  if (map === undefined) return undefined;
  return ({ line, column }) => {
    const entry = map.findEntry(line - 1, Math.max(0, column - 1));
    if (!('originalLine' in entry)) return undefined;
    return { line: entry.originalLine + 1, column: entry.originalColumn + 1 };
  };
}

function stackTraceMap(prepareStackTrace: PrepareStackTrace): PlaceOf {
  return ({ url, line, column }) => {
    // A stack trace has paths for code that was required, and URLs for code that was imported.
    for (const file of [filePath(url) ?? url, url]) {
      const place = placeIn(textOf(prepareStackTrace, new CallSite(file, line, column)));
      // Without a map, the place stays the same.
      if (place !== undefined && (place.line !== line || place.column !== column)) return place;
    }
    return undefined;
  };
}

function textOf(prepareStackTrace: PrepareStackTrace, site: unknown): unknown {
  try {
    return prepareStackTrace(new Error('place'), [site as NodeJS.CallSite]);
  } catch {
    return undefined;
  }
}

function placeIn(text: unknown): Place | undefined {
  const [, line, column] = (typeof text === 'string' && LAST_PLACE.exec(text)) || [];
  return line === undefined || column === undefined ? undefined : { line: Number(line), column: Number(column) };
}

/** One line of a stack trace, as V8 gives it to `Error.prepareStackTrace`. */
class CallSite {
  constructor(
    private readonly file: string,
    private readonly line: number,
    private readonly column: number,
  ) {}

  getFileName(): string {
    return this.file;
  }

  getScriptNameOrSourceURL(): string {
    return this.file;
  }

  getLineNumber(): number {
    return this.line;
  }

  getColumnNumber(): number {
    return this.column;
  }

  getThis(): undefined {
    return undefined;
  }

  getFunction(): undefined {
    return undefined;
  }

  getTypeName(): null {
    return null;
  }

  getFunctionName(): null {
    return null;
  }

  getMethodName(): null {
    return null;
  }

  getEvalOrigin(): undefined {
    return undefined;
  }

  getPromiseIndex(): null {
    return null;
  }

  isToplevel(): boolean {
    return true;
  }

  isEval(): boolean {
    return false;
  }

  isNative(): boolean {
    return false;
  }

  isConstructor(): boolean {
    return false;
  }

  isAsync(): boolean {
    return false;
  }

  isPromiseAll(): boolean {
    return false;
  }

  toString(): string {
    return `${this.file}:${this.line}:${this.column}`;
  }
}
