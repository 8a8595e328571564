import { types } from 'node:util';
import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { ExecutionEnding } from '../../model/execution-ending.interface.js';
import type { EndedBy } from '../../model/execution.interface.js';
import type { Execution } from '../../tracing/execution.js';

/** Request Timeout and Gateway Timeout. Many timeout middlewares answer 503, as other failures do. */
const TIMEOUT_STATUS = new Set([408, 504]);

/** In the class of an exception, in its code (`ETIMEDOUT`, `UND_ERR_HEADERS_TIMEOUT`) or in its message. */
const TIMEOUT = /time[ds]?[ _-]?out|deadline|ECONNABORTED/i;
const MAX_TEXT = 200;

/** Applications may put values into the name of an exception. Such a name is not shown. */
const CLASS_NAME = /^[\p{ID_Start}$_][\p{ID_Continue}$]{0,99}$/u;

/** The members of exceptions that libraries and Nest set. */
interface Exception {
  readonly name?: unknown;
  readonly code?: unknown;
  readonly message?: unknown;
  readonly cause?: unknown;
  readonly getStatus?: unknown;
}

/**
 * The ending of a slow request; `undefined` when it was neither aborted nor timed out.
 *
 * @param execution the request, with its outcome
 * @param socket the client's connection; absent for HTTP/2, whose streams only their client resets
 * @param thrown the exception of the handler; `undefined` for none
 * @internal
 */
export function endingOf(
  { outcome, handler }: Pick<Execution, 'outcome' | 'handler'>,
  response: ServerResponse,
  socket: Socket | undefined,
  thrown: unknown,
): ExecutionEnding | undefined {
  if (outcome === 'aborted') {
    const by = socket === undefined ? 'client' : closedBy(socket);
    return {
      isAborted: true,
      ...(by !== undefined && { by }),
      ...(handler === undefined && { isUnhandled: true }),
      ...(response.headersSent && { isAnswering: true }),
    };
  }
  const exception = types.isProxy(thrown) ? undefined : (thrown as Exception | null | undefined);
  const isTimeout = isTimeoutException(exception);
  if (!isTimeout && !TIMEOUT_STATUS.has(response.statusCode)) return undefined;
  const reason = (isTimeout ? classOf(exception) : undefined) ?? String(response.statusCode);
  return {
    by: 'timeout',
    // The class and the status of a plain error explain nothing.
    ...(reason !== 'Error' && { reason }),
    ...(isTimeout && !isHttpException(exception) && { isTimersOwn: true }),
    ...(handler === undefined && { isUnhandled: true }),
  };
}

/** A client that leaves ends the connection or resets it. Otherwise this process has closed it. */
function closedBy(socket: Socket): EndedBy | undefined {
  const { readableEnded, errored } = socket;
  if (readableEnded || (errored !== null && errored !== undefined)) return 'client';
  const { server } = socket as { readonly server?: { readonly listening?: unknown } | null };
  if (server?.listening === false) return 'shutdown';
  return (socket.timeout ?? 0) > 0 ? 'timeout' : undefined;
}

function isTimeoutException(exception: Exception | null | undefined): boolean {
  if (exception === undefined || exception === null) return false;
  try {
    const { name, code, message, cause } = exception;
    if (isTimeoutText(name) || isTimeoutText(classOf(exception)) || isTimeoutText(code)) return true;
    // The message of an HTTP exception is for its client: `the timeout must be a number`.
    if (!isHttpException(exception) && isTimeoutText(message)) return true;
    // `fetch failed` has the reason in its cause.
    return typeof cause === 'object' && cause !== null && isTimeoutText((cause as Exception).code);
  } catch {
    return false;
  }
}

function isHttpException(exception: Exception | null | undefined): boolean {
  return typeof exception?.getStatus === 'function';
}

function isTimeoutText(text: unknown): boolean {
  return typeof text === 'string' && TIMEOUT.test(text.slice(0, MAX_TEXT));
}

/** The class, or the name of an exception of a general class: `DOMException` is a `TimeoutError`. */
function classOf(exception: Exception | null | undefined): string | undefined {
  try {
    const name = exception?.name;
    if (isClassName(name) && name !== 'Error') return name;
    const made: unknown = (exception?.constructor as { readonly name?: unknown } | undefined)?.name;
    return isClassName(made) ? made : undefined;
  } catch {
    return undefined;
  }
}

function isClassName(name: unknown): name is string {
  return typeof name === 'string' && CLASS_NAME.test(name);
}
