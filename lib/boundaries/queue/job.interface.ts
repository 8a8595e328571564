/** The members of a job of BullMQ in use. Times are milliseconds since 1970, by the clocks of two processes. */
export interface Job {
  readonly queueName: string;
  readonly name: string;
  readonly id?: unknown;
  /** The attempts that have ended. */
  readonly attemptsMade?: unknown;
  /** The attempts that have begun, this one included. */
  readonly attemptsStarted?: unknown;
  readonly timestamp?: unknown;
  readonly processedOn?: unknown;
  readonly opts?: { readonly delay?: unknown };
}

/** False for other arguments: tests call a processor with an object of their own. @internal */
export function isJob(value: unknown): value is Job {
  if (typeof value !== 'object' || value === null) return false;
  const { queueName, name } = value as Partial<Job>;
  return typeof queueName === 'string' && typeof name === 'string';
}
