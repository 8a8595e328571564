import type { Callable } from '../../../tracing/callable.js';

/** A call of `Client#query`, which takes a text, a configuration or a submittable, and a callback in several places. */
export interface PgCall {
  /** Absent for the name of a prepared statement alone. */
  readonly text: string | undefined;
  /** A query, cursor or stream that the application made. The call returns it. */
  readonly submittable: PgSubmittable | undefined;
  /** The callback that pg will call; `undefined` where the call returns a promise. */
  readonly callback: Callable | undefined;
  /** The arguments with another callback. */
  withCallback(callback: Callable): readonly unknown[];
}

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
  if (typeof config === 'object' && config !== null && 'submit' in config && typeof config.submit === 'function')
    return ofSubmittable(args, config as PgSubmittable);
  const { text, callback: own } = typeof config === 'string' ? { text: config } : ((config ?? {}) as PgConfig);
  const given = [last, values, own].find(each => typeof each === 'function') as Callable | undefined;
  return {
    text: typeof text === 'string' ? text : undefined,
    submittable: undefined,
    // pg rejects a last argument that is no function.
    callback: last === undefined || last === null || given === last ? given : undefined,
    withCallback: callback => {
      if (given === last) return [config, values, callback];
      if (given === values) return [config, callback, ...args.slice(2)];
      // The application may use its configuration again.
      return [Object.create(config as object, { callback: { value: callback, writable: true } }), ...args.slice(1)];
    },
  };
}

/** A callback that it has already is pg's to call, and has precedence. */
function ofSubmittable(args: readonly unknown[], submittable: PgSubmittable): PgCall {
  const [config, values, last] = args;
  const text = submittable.text ?? submittable.cursor?.text;
  const given = typeof values === 'function' ? 1 : typeof last === 'function' ? 2 : -1;
  const hasOwn = typeof submittable.callback === 'function';
  return {
    text: typeof text === 'string' ? text : undefined,
    submittable,
    callback: hasOwn || given < 0 ? undefined : (args[given] as Callable),
    withCallback: callback => (given === 1 ? [config, callback, ...args.slice(2)] : [config, values, callback]),
  };
}
