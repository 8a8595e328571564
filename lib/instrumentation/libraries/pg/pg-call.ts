import type { Callable } from '../../../tracing/callable.js';

/** A call of `Client#query`, which takes a text, a configuration or a submittable, and a callback in several places. */
export interface PgCall {
  /** Absent for the name of a prepared statement alone. */
  readonly text: string | undefined;
  /** A query, cursor or stream that the application made. The call returns it. */
  readonly submittable: PgSubmittable | undefined;
  /** The callback that pg will call; `undefined` where the call returns a promise. */
  readonly callback: Callable | undefined;
  /** Its place in the arguments; {@link IN_CONFIG} for the callback of a configuration. */
  readonly callbackAt: number;
}

const IN_CONFIG = -1;

/** An object that pg accepts in place of a text, for its method. */
export interface PgSubmittable {
  submit(connection: unknown): unknown;
  readonly text?: unknown;
  /** The cursor of a stream. */
  readonly cursor?: Pick<PgSubmittable, 'text' | 'on'>;
  callback?: unknown;
  on?(event: string | symbol, listener: () => void): unknown;
}

interface PgConfig {
  readonly text?: unknown;
  readonly callback?: unknown;
}

/** Reads the arguments as pg does. @internal */
export function readCall(args: readonly unknown[]): PgCall {
  const [config, values, last] = args;
  if (typeof config === 'string') return called(config, last, values, undefined);
  if (typeof config !== 'object' || config === null) return called(undefined, last, values, undefined);
  if ('submit' in config && typeof config.submit === 'function') return ofSubmittable(args, config as PgSubmittable);
  const { text, callback } = config as PgConfig;
  return called(text, last, values, callback);
}

/** The arguments with another callback in the place of the given one. @internal */
export function withCallback(args: readonly unknown[], at: number, callback: Callable): readonly unknown[] {
  const changed = args.slice();
  // The application may use its configuration again.
  if (at === IN_CONFIG)
    changed[0] = Object.create(args[0] as object, { callback: { value: callback, writable: true } });
  else changed[at] = callback;
  return changed;
}

function called(text: unknown, last: unknown, values: unknown, own: unknown): PgCall {
  const isLast = typeof last === 'function';
  const isValues = !isLast && typeof values === 'function';
  // pg rejects a last argument that is no function, unless it is falsy.
  const isRejected = !isLast && Boolean(last);
  const given = isLast ? last : isValues ? values : own;
  return {
    text: typeof text === 'string' ? text : undefined,
    submittable: undefined,
    callback: typeof given === 'function' && !isRejected ? (given as Callable) : undefined,
    callbackAt: isLast ? 2 : isValues ? 1 : IN_CONFIG,
  };
}

/** A callback that it has already is pg's to call, and has precedence. */
function ofSubmittable(args: readonly unknown[], submittable: PgSubmittable): PgCall {
  const text = submittable.text ?? submittable.cursor?.text;
  const callbackAt = typeof args[1] === 'function' ? 1 : 2;
  const given = args[callbackAt];
  const isGiven = typeof given === 'function' && typeof submittable.callback !== 'function';
  return {
    text: typeof text === 'string' ? text : undefined,
    submittable,
    callback: isGiven ? (given as Callable) : undefined,
    callbackAt,
  };
}
