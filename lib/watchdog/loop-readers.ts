import { processWide, SHARED } from '../platform/process-wide.js';

/** The part of an application that the watch thread reads through the inspector. @internal */
export interface LoopReader {
  /** `LoopHolder` as JSON. */
  holder(): string;
  /** `CallStack` as JSON: the code that the inspector interrupts. */
  stack(): string;
  /** `BlockedLoop` as JSON. */
  describe(): string;
  /** True for the tracer of this application. */
  isOf(tracer: unknown): boolean;
}

const NAME = 'loopReaders';
/** In the order of the starts. */
const readers = processWide(NAME, () => new Map<number, LoopReader>());
let lastId = 0;

/** @returns the expressions that the thread evaluates in the application's thread, and the end of the registration @internal */
export function registerReader(reader: LoopReader): {
  readonly expressions: Readonly<Record<'holder' | 'stack' | 'describe', string>>;
  readonly end: () => void;
} {
  do lastId += 1;
  while (readers.has(lastId));
  const id = lastId;
  readers.set(id, reader);
  const found = `globalThis[Symbol.for(${JSON.stringify(SHARED)})]?.get(${JSON.stringify(NAME)})?.get(${id})`;
  return {
    expressions: { holder: `${found}?.holder()`, stack: `${found}?.stack()`, describe: `${found}?.describe()` },
    end: () => void readers.delete(id),
  };
}

/**
 * The one that reports the code of `tracer`: its own application. Code of an application without a watch thread, and code outside
 * every execution, belongs to the one that started first. Several would report the same loop.
 *
 * @internal
 */
export function readerOf(tracer: unknown): LoopReader | undefined {
  const all = [...readers.values()];
  return all.find(reader => reader.isOf(tracer)) ?? all[0];
}
