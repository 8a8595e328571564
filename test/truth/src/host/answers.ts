import type { Own, Servers } from '../servers.js';

/** The facts that a host receives as its argument. */
export interface HostFacts {
  readonly library: string;
  readonly servers: Servers;
  readonly own: Own;
  /** The directory of its reports. */
  readonly reports: string;
}

/**
 * A question of the runner.
 *
 * - `opened`, `held`: resolves when a request of the host has reached that moment.
 * - `over`: the bystander may end.
 * - `flush`: resolves when the reports are written.
 * - `reasons`: the reasons of slow requests without a report, with their counts.
 * - `stop`: closes the subject's pool, and forgets the moments.
 * - `close`: closes the application.
 */
export type Question = 'opened' | 'held' | 'over' | 'flush' | 'reasons' | 'stop' | 'close';

export interface QuestionMessage {
  readonly id: number;
  readonly question: Question;
}

/** The first message has the port; the others answer questions. */
export type AnswerMessage =
  { readonly port: number } | { readonly id: number; readonly answer?: unknown; readonly error?: string };
