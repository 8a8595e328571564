import { OpenTransactions } from '../../../../lib/tracing/open-transactions.js';
import { Execution } from '../../../../lib/tracing/execution.js';
import type { Operation } from '../../../../lib/tracing/operation.js';
import { beginOperation } from '../../../../lib/tracing/running-operation.js';
import type { Tracer } from '../../../../lib/tracing/tracer.interface.js';
import { siteOf } from '../../../support/call-site.js';

export const UPDATE = 'update stock set amount = ?';
export const PEER = 'db:5432/shop';

let lastId = 0;

/** An execution of one application. */
export function executionOf(name: string, at = performance.now(), thresholdMs = 1_000): Execution {
  const execution = new Execution(tracer, ++lastId, 'http', siteOf('root'), at, thresholdMs);
  execution.name = name;
  return execution;
}

const tracer = { transactions: new OpenTransactions() } as unknown as Tracer;

/** Sends a statement over the session. */
export function send(by: Execution, session: number, text = UPDATE, at = performance.now()): Operation {
  const statement = { on: 'database', system: 'postgresql', text, peer: PEER } as const;
  const operation = beginOperation(by.root, statement, at);
  if (operation === undefined) throw new Error('not begun');
  operation.session = session;
  return operation;
}

/** The answer of the database: one session waits for another one. */
export function waitsFor(pid: number, holder: number, more: Readonly<Record<string, unknown>> = {}): object {
  const sql = 'update stock set amount = 7';
  const texts = { query: sql, holder_query: sql, application: 'psql' };
  return { pid, holder, ...texts, locktype: 'tuple', relation: 'stock', ...more };
}
