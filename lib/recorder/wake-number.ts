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

/** The number of the cause alone. @internal */
export function causeOf(number: WakeNumber): number {
  return number & (PARTIAL - 1);
}

/** Whether who goes on for this cause right after a guess may have been woken by the same as that. @internal */
export function mayBeSame(guess: WakeNumber, cause: number): boolean {
  const guessed = causeOf(guess);
  return guessed === NO_CAUSE || cause === NO_CAUSE || cause === CLIENT_CAUSE || cause === guessed;
}
