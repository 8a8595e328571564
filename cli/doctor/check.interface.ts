/**
 * - `ok`: it is as it must be.
 * - `note`: it works, and something is worth knowing.
 * - `failed`: something must be changed; the text has the remedy. The command ends with exit code 1.
 */
export type CheckState = 'ok' | 'note' | 'failed';

/** The result of one check. */
export interface Check {
  /** `output directory` */
  readonly subject: string;
  readonly state: CheckState;
  /** One sentence. */
  readonly text: string;
}
