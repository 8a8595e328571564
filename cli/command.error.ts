/** The exit codes of the command. */
export const EXIT = {
  ok: 0,
  /** A check failed, or the work could not be done: a file could not be written, no browser could be started. */
  failed: 1,
  /** The arguments or the files are wrong. */
  badInput: 2,
} as const;

/** Ends the command with one line. */
export abstract class CommandError extends Error {
  abstract readonly exitCode: number;
}

/** The arguments or a file are wrong. The message names the remedy. */
export class InputError extends CommandError {
  readonly exitCode = EXIT.badInput;
}

/** The work could not be done. The message names the remedy. */
export class FailureError extends CommandError {
  readonly exitCode = EXIT.failed;
}
