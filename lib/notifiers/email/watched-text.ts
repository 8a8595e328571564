import { Readable } from 'node:stream';

/**
 * A text that records if nodemailer has started to read it, which happens when the server is ready for the mail. If the
 * delivery was aborted before, the text ends the mail: nodemailer before version 10 ignores the signal.
 *
 * @internal
 */
export class WatchedText extends Readable {
  begun = false;

  /** Not named `content`: nodemailer does not treat an object with that member as a stream. */
  readonly #text: string;
  readonly #signal: AbortSignal;

  constructor(text: string, signal: AbortSignal) {
    super({ highWaterMark: 0 });
    this.#text = text;
    this.#signal = signal;
    this.on('error', () => undefined);
  }

  override _read(): void {
    if (!this.begun && this.#signal.aborted) {
      this.destroy(new Error('the mail was aborted'));
      return;
    }
    this.begun = true;
    this.push(Buffer.from(this.#text));
    this.push(null);
  }
}
