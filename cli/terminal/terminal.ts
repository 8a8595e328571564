import { jsonText } from './json-text.js';
import type { OutputStream } from './output-stream.interface.js';
import { Progress } from './progress.js';
import { tableLines, type Column } from './table.js';
import { Text } from './text.js';

const MIN_WIDTH = 40;

export type Environment = Readonly<Record<string, string | undefined>>;

/** The two outputs of the command. It takes texts that cannot harm a terminal, and nothing else. */
export class Terminal {
  private readonly colored: { readonly out: boolean; readonly error: boolean };

  constructor(
    private readonly out: OutputStream,
    private readonly error: OutputStream,
    environment: Environment,
  ) {
    this.colored = { out: isColored(out, environment), error: isColored(error, environment) };
  }

  /** Columns of the terminal; `undefined` for a file or a pipe, where nothing is cut. */
  get width(): number | undefined {
    return this.out.isTTY === true && this.out.columns ? Math.max(MIN_WIDTH, this.out.columns) : undefined;
  }

  get isInteractive(): boolean {
    return this.out.isTTY === true;
  }

  lines(...lines: readonly Text[]): void {
    this.out.write(lines.map(each => `${each.render(this.colored.out).trimEnd()}\n`).join(''));
  }

  table(columns: readonly Column[], rows: readonly (readonly Text[])[]): void {
    this.lines(...tableLines(columns, rows, this.width));
  }

  blank(): void {
    this.out.write('\n');
  }

  json(value: unknown): void {
    this.out.write(`${jsonText(value)}\n`);
  }

  /** A file for a pipe. Not for a terminal: its content is not made printable. */
  bytes(content: Uint8Array): void {
    this.out.write(content);
  }

  /** A remark that is no result: it must not get into a pipe. */
  note(text: Text): void {
    this.error.write(`${text.render(this.colored.error)}\n`);
  }

  progress(): Progress {
    return new Progress(this.error);
  }
}

/** @see https://no-color.org */
function isColored(stream: OutputStream, { NO_COLOR, FORCE_COLOR, TERM }: Environment): boolean {
  if (NO_COLOR) return false;
  if (FORCE_COLOR) return FORCE_COLOR !== '0';
  return stream.isTTY === true && TERM !== 'dumb';
}
