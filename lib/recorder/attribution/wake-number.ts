/**
 * The wake-up of an entry in the resume log, in one number. The lowest ten bits have the cause, the highest ones a
 * connection, and flags lie between.
 *
 * @internal
 */
export type WakeNumber = number;

/** No wait ended, or its end has no known cause. @internal */
export const NO_CAUSE = 0;
/** The execution's own client. @internal */
export const CLIENT_CAUSE = 1;

/** Distinct causes. Further hosts and ports count as `other`. @internal */
export const MAX_CAUSES = 1_024;

/** The owner is provisional: the context of a shared task. See `loop-owner.ts`. @internal */
export const PROVISIONAL_FLAG = 1 << 20;

/** The awaited reply had arrived in part only: the wait continues. @internal */
export const PARTIAL_FLAG = 1 << 19;

/** A callback ran without a continuation after it: it may have ended no wait. @internal */
export const CALLBACK_FLAG = 1 << 18;

/** The first reply to a request: the execution that continues has sent it, and no reply to it was read before. @internal */
export const REPLY_FLAG = 1 << 17;

/** As {@link REPLY_FLAG}, and the request was sent before the last reply of the connection arrived. @internal */
export const PIPELINED_FLAG = 1 << 16;

/** As {@link REPLY_FLAG}, and the request was sent before the same place in the execution read a reply of another connection. @internal */
export const TOGETHER_FLAG = 1 << 15;

/** As {@link CALLBACK_FLAG}, in the context of an ended span: the callback is a part of any wait around it. @internal */
export const BESIDE_FLAG = CALLBACK_FLAG | (1 << 14);

/** Distinct connections. Two connections with the same number can be confused. */
const MAX_CONNECTIONS = 1_023;
const CONNECTION_SHIFT = 21;

/** The next connection's number, as bits of a {@link WakeNumber}. @internal */
export function nextConnection(connection: WakeNumber): WakeNumber {
  return ((connectionOf(connection) % MAX_CONNECTIONS) + 1) << CONNECTION_SHIFT;
}

/** The number of the connection; 0 for other resources. @internal */
export function connectionOf(number: WakeNumber): number {
  return number >>> CONNECTION_SHIFT;
}

/** The number with the connection of another one. @internal */
export function withConnection(number: WakeNumber, other: WakeNumber): WakeNumber {
  return number | (connectionOf(other) << CONNECTION_SHIFT);
}

/** @internal */
export function isProvisional(number: WakeNumber): boolean {
  return (number & PROVISIONAL_FLAG) !== 0;
}

/** @internal */
export function isPartial(number: WakeNumber): boolean {
  return (number & PARTIAL_FLAG) !== 0;
}

/** @internal */
export function isCallbackOnly(number: WakeNumber): boolean {
  return (number & CALLBACK_FLAG) !== 0;
}

/** @internal */
export function isBeside(number: WakeNumber): boolean {
  return (number & BESIDE_FLAG) === BESIDE_FLAG;
}

/** @internal */
export function isReply(number: WakeNumber): boolean {
  return (number & REPLY_FLAG) !== 0;
}

/** @internal */
export function isPipelined(number: WakeNumber): boolean {
  return (number & PIPELINED_FLAG) !== 0;
}

/** @internal */
export function isTogether(number: WakeNumber): boolean {
  return (number & TOGETHER_FLAG) !== 0;
}

/** The number of the cause, without flags and connection. @internal */
export function causeOf(number: WakeNumber): number {
  return number & (MAX_CAUSES - 1);
}

/** True when the entry right after a provisional one can have the same wake-up. @internal */
export function canShareWakeUp(provisional: WakeNumber, next: WakeNumber): boolean {
  const cause = causeOf(provisional);
  const nextCause = causeOf(next);
  if (nextCause === CLIENT_CAUSE) return true;
  return !isCallbackOnly(next) && (cause === NO_CAUSE || nextCause === NO_CAUSE || nextCause === cause);
}

/** Only a reply has the number of its connection. The next piece of a reply has none. @internal */
export function replyOf(cause: WakeNumber, provisional: WakeNumber): WakeNumber {
  return isReply(cause) ? withConnection(cause, provisional) : cause;
}
