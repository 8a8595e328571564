import type { CommandContext } from '../../../cli/command-context.interface.js';
import { Terminal, type Environment } from '../../../cli/terminal/terminal.js';

/** A terminal that keeps its output. */
export class Screen {
  out = '';
  error = '';
  readonly terminal: Terminal;

  /** @param columns of a terminal; without them, a pipe */
  constructor(columns?: number, environment: Environment = {}) {
    const isTTY = columns !== undefined;
    const size = columns === undefined ? {} : { columns };
    const keep = (name: 'out' | 'error') => ({
      isTTY,
      ...size,
      write: (content: string | Uint8Array) => (this[name] += Buffer.from(content).toString()),
    });
    this.terminal = new Terminal(keep('out'), keep('error'), environment);
  }

  get lines(): string[] {
    return this.out.split('\n').slice(0, -1);
  }

  context(environment: Environment = {}): CommandContext {
    return { terminal: this.terminal, environment, platform: 'linux' };
  }
}
