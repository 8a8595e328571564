/** Nothing came back: the store is down, frozen or not to be reached. @internal */
export class NoAnswerError extends Error {}

/**
 * The store has answered that it does not do what it was asked, and will not until somebody changes something.
 *
 * The message goes on from "The store of claims": what it refuses, and what to do.
 *
 * @internal
 */
export class RefusalError extends Error {}
