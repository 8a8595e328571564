import type { Environment, Terminal } from './terminal/terminal.js';

/** The parts of the process that a command needs. */
export interface CommandContext {
  readonly terminal: Terminal;
  readonly environment: Environment;
  readonly platform: NodeJS.Platform;
}

/** The option of every command. */
export interface OutputOptions {
  /** Prints the result as JSON. */
  readonly json?: boolean;
}
