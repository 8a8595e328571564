import { Stepper } from '../../platform/stepper.js';
import type { Steps } from '../../platform/steps.js';
import { joinBytes, utf8 } from '../../platform/utf8.js';

/** A file of text, written in small parts: a long text at once would take several milliseconds to encode. @internal */
export class TextFile {
  private readonly parts: Uint8Array[] = [];

  add(text: string): void {
    this.parts.push(utf8(text));
  }

  /** Items of a list as JSON, without its brackets, in steps. */
  *addItems(items: Iterable<unknown>, separator = ','): Steps<void> {
    const stepper = new Stepper();
    let text = '';
    let before = '';
    for (const item of items) {
      text += before + JSON.stringify(item);
      before = separator;
      if (!stepper.isDue()) continue;
      this.add(text);
      text = '';
      yield;
    }
    this.add(text);
  }

  finish(): Uint8Array {
    return joinBytes(this.parts);
  }
}
