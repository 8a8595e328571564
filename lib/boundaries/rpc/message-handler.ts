import type { MessageSite } from './message-site.js';
import type { PatternHandler } from './rpc-server.interface.js';
import { RunningMessage } from './running-message.js';

/**
 * The handler of one pattern. Transports call {@link entry} in place of it: guards, interceptors, pipes and filters are
 * within.
 *
 * @internal
 */
export class MessageHandler {
  readonly entry: PatternHandler;

  constructor(
    readonly site: MessageSite,
    private readonly handler: PatternHandler,
  ) {
    const call = this.call.bind(this);
    const entry = function (this: unknown, ...args: unknown[]): unknown {
      return call(this, args);
    };
    // Transports read Nest's own properties of the handler, and Nest may set them later.
    this.entry = Object.setPrototypeOf(entry, handler) as PatternHandler;
  }

  private call(self: unknown, args: readonly unknown[]): unknown {
    const { site, handler } = this;
    const message = site.open(args);
    if (message === undefined) return Reflect.apply(handler, self, args);
    return new RunningMessage(site.watch.tracer, message).run(handler, self, args);
  }
}
