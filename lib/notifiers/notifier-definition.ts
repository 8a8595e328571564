import type { Provider, Type } from '@nestjs/common';
import type { Notifier } from '../model/notifier.interface.js';
import type { OptionPart } from '../options/schema/option-part.js';

/** A built-in notifier, with the steps that it takes beside its deliveries. @internal */
export interface BuiltInNotifier extends Notifier {
  /** Loads code before the first request, so that no request waits for it. The start of the application waits for it. */
  prepare?(): Promise<void>;

  /** Logs a warning if deliveries would fail. The application does not wait for it. Never rejects. */
  check?(signal: AbortSignal): Promise<void>;

  /**
   * Contacts the receiver without a delivery, for the command `doctor`.
   *
   * @returns the party that answered, as a clause: `chat.example.com answers`
   * @throws Error, by rejecting, with the remedy
   */
  probe?(signal: AbortSignal): Promise<string>;

  /** Deletes reports beyond the configured age. Runs once an hour. May reject: one line is logged. */
  removeOld?(signal: AbortSignal): Promise<void>;

  /** Ends what the notifier has opened. Never rejects. */
  close?(): Promise<void>;
}

/** Everything that the module needs of a built-in notifier. @internal */
export interface NotifierDefinition {
  /** Its option: schema, environment variables, secrets, and faults of an incomplete group. `false` switches it off. */
  readonly options: OptionPart<object | false>;

  /** Its class. Its `name` stands in log lines and in the results of `testNotifiers()`. */
  readonly provider: Type<BuiltInNotifier>;

  /** Providers for this notifier alone. */
  readonly dependencies?: readonly Provider[];
}

/** Injection token of the built-in notifiers that are switched on, a `BuiltInNotifier[]`. @internal */
export const BUILT_IN_NOTIFIERS = Symbol('PERFORMANCE_MONITOR:BUILT_IN_NOTIFIERS');
