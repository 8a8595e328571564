/** The store did not answer: it is down, frozen or unreachable. @internal */
export class NoAnswerError extends Error {}

/**
 * The store refused a call, and will refuse it until its settings or permissions are changed.
 *
 * The message continues "The store of claims" with the refusal and the remedy.
 *
 * @internal
 */
export class RefusalError extends Error {}
