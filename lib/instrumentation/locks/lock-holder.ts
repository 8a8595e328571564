import type { Execution } from '../../tracing/execution.js';
import type { Transaction } from '../../tracing/awaited-lock.interface.js';
import type { Operation } from '../../tracing/operation.js';
import type { Libraries } from '../libraries/libraries.js';
import type { LockAnswer } from './lock-answer.js';

/** Operations of one execution that are read, from the last one on. */
const MAX_READ = 100;

type Owner = Transaction['owner'];

/** Code of the application that no execution covers. */
const OUTSIDE: Owner = { id: 0, kind: 'function', currentName: 'code outside any watched execution' };

/**
 * The holder of a lock: an execution, code outside all executions, or a session of another process.
 *
 * @param executions in flight
 * @internal
 */
export function holderOf(
  answer: LockAnswer,
  peer: string,
  libraries: Pick<Libraries, 'holdingOf'>,
  executions: Iterable<Execution>,
): Owner {
  const pooled = libraries.holdingOf(answer.holder, peer);
  if (pooled !== undefined) return pooled.execution ?? OUTSIDE;
  return userOf(answer, executions) ?? foreign(answer);
}

/** The execution that sent the last statement of the session, over a connection that belongs to no pool. */
function userOf({ holder, holderStatement }: LockAnswer, executions: Iterable<Execution>): Execution | undefined {
  let user: Execution | undefined;
  let last: Operation | undefined;
  for (const execution of executions) {
    const operation = execution.operations?.each.slice(-MAX_READ).findLast(({ session }) => session === holder);
    if (operation === undefined || operation.start < (last?.start ?? 0)) continue;
    [user, last] = [execution, operation];
  }
  // Code outside all executions, or another server's process with the same number, has sent another one.
  return last?.statement.text === holderStatement ? user : undefined;
}

function foreign({ holder, application }: LockAnswer): Owner {
  if (holder === 0) return { ...OUTSIDE, currentName: 'a prepared transaction' };
  const session = application === '' ? `pid ${holder}` : `pid ${holder}, ${application}`;
  return { ...OUTSIDE, currentName: `a session outside any watched execution (${session})` };
}
