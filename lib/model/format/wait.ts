import type { WaitKind } from '../accounting.interface.js';

/** The kinds of waits, as people call them. @internal */
export const WAIT_NAMES: Readonly<Record<WaitKind, string>> = {
  database: 'database',
  http: 'HTTP',
  cache: 'cache',
  network: 'network',
  fs: 'file system',
  dns: 'DNS',
  threadpool: 'thread pool',
  timer: 'timer',
  pool: 'pool',
  await: 'await',
  other: 'other',
};

/** @internal */
interface NamedWait {
  readonly on: WaitKind;
  readonly label: string;
  /** The label is the statement of an operation. */
  readonly isOperation?: boolean;
}

/**
 * A wait in a sentence: `127.0.0.1:5432 (database)`, `await OrdersService.load`. A label that names its kind, such as
 * `127.0.0.1:5432 (PostgreSQL)`, stays unchanged, as do the statements of operations: `GET pricing:8080/prices/:id`.
 *
 * @internal
 */
export function waitText({ on, label, isOperation }: NamedWait): string {
  if (isOperation === true) return label;
  if (on === 'await') return `await ${label}`;
  const name = WAIT_NAMES[on];
  const namesKind = label.endsWith(')') || label.toLowerCase() === name.toLowerCase();
  return namesKind ? label : `${label} (${name})`;
}
