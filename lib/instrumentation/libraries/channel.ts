import { subscribe, unsubscribe } from 'node:diagnostics_channel';

type Listener = (message: unknown, name: string | symbol) => void;

/**
 * Subscriptions of one library to diagnostics channels. Node ends the process when a subscriber throws: here a failure
 * is reported, and the library goes on.
 *
 * @internal
 */
export class Channels {
  private readonly subscriptions: (readonly [name: string, listener: Listener])[] = [];
  private heard = false;

  constructor(private readonly onFailure: (error: unknown) => void) {}

  /** @param listener runs in the context of the code that publishes; must return at once */
  on<T>(name: string, listener: (message: T) => void): void {
    const safely: Listener = message => {
      this.heard = true;
      try {
        listener(message as T);
      } catch (error) {
        this.onFailure(error);
      }
    };
    subscribe(name, safely);
    this.subscriptions.push([name, safely]);
  }

  /** True when one of the channels has published something. */
  get hasPublished(): boolean {
    return this.heard;
  }

  /** Ends all subscriptions. */
  close(): void {
    for (const [name, listener] of this.subscriptions) unsubscribe(name, listener);
    this.subscriptions.length = 0;
  }
}
