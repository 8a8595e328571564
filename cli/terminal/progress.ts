import type { OutputStream } from './output-stream.interface.js';
import { Text } from './text.js';

/** Shorter work needs no line. */
const FIRST_AFTER_MS = 400;
const EVERY_MS = 100;
const CLEAR_LINE = '\r\u001b[K';

/** One line about long work, on a terminal only. It is replaced, and removed at the end. */
export class Progress {
  private shownAt: number;
  private isShown = false;

  constructor(private readonly stream: OutputStream) {
    this.shownAt = performance.now() + FIRST_AFTER_MS - EVERY_MS;
  }

  show(text: Text): void {
    const now = performance.now();
    if (this.stream.isTTY !== true || now - this.shownAt < EVERY_MS) return;
    this.shownAt = now;
    this.isShown = true;
    this.stream.write(CLEAR_LINE + text.cut((this.stream.columns ?? 80) - 1).render(false));
  }

  end(): void {
    if (this.isShown) this.stream.write(CLEAR_LINE);
    this.isShown = false;
  }
}
