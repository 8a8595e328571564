/**
 * What the resume log knows of why an entry's owner went on, in one number: the cause's own number, and, where the owner
 * is a guess, {@link GUESS} and the number of the connection.
 *
 * @internal
 */
export type WakeNumber = number;

/** No wait, or one whose end nobody told. @internal */
export const NO_CAUSE = 0;
/** The execution's own client. @internal */
export const CLIENT_CAUSE = 1;

/** Causes that are told apart; hosts and ports beyond are `other`. @internal */
export const MAX_CAUSES = 1_024;

/**
 * The owner is the context in which a connection was opened, not known to be whom it woke: a pooled connection carries
 * the context of the first request that used it for as long as it lives, or none. The same goes for a timer that does
 * not keep the process alive.
 *
 * @internal
 */
export const GUESS = 1 << 20;

/** Set in what an execution was woken by: what it waited for had come in part only. @internal */
export const PARTIAL = 1 << 19;

/**
 * Set where a callback ran in the execution's context, and no continuation of it after that: it may have ended no wait
 * at all, as a timer that warns of a slow query does.
 *
 * @internal
 */
export const ALONE = 1 << 18;

/** Connections that are told apart, in the bits above: what is read from two of the same number may be confused. */
const MAX_WIRES = 1_023;
const WIRE_SHIFT = 21;

/** The number of the connection after this one, as bits of a {@link WakeNumber}. @internal */
export function nextWire(wire: WakeNumber): WakeNumber {
  return ((wireOf(wire) % MAX_WIRES) + 1) << WIRE_SHIFT;
}

/** 0 when it is no connection's. @internal */
export function wireOf(number: WakeNumber): number {
  return number >>> WIRE_SHIFT;
}

/** @internal */
export function isGuess(number: WakeNumber): boolean {
  return (number & GUESS) !== 0;
}

/** @internal */
export function isPartial(number: WakeNumber): boolean {
  return (number & PARTIAL) !== 0;
}

/** @internal */
export function isAlone(number: WakeNumber): boolean {
  return (number & ALONE) !== 0;
}

/** The number of the cause alone. @internal */
export function causeOf(number: WakeNumber): number {
  return number & (ALONE - 1);
}

/** Whether who goes on for this cause right after a guess may have been woken by the same as that. @internal */
export function mayBeSame(guess: WakeNumber, cause: WakeNumber): boolean {
  const guessed = causeOf(guess);
  const woken = causeOf(cause);
  if (woken === CLIENT_CAUSE) return true;
  return !isAlone(cause) && (guessed === NO_CAUSE || woken === NO_CAUSE || woken === guessed);
}
