/** Nothing came back: the store is down, frozen or not to be reached. @internal */
export class NoAnswerError extends Error {}

/**
 * The store has refused, and will until its settings or rights are changed.
 *
 * The message goes on from "The store of claims": its refusal, and the remedy.
 *
 * @internal
 */
export class RefusalError extends Error {}
