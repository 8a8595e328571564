import { LiveOptions } from '../../../lib/options/live-options.js';
import type { ResolvedOptions } from '../../../lib/options/resolved-options.interface.js';
import { Redactor } from '../../../lib/privacy/redactor.js';
import { optionsOf } from '../alerts/fixtures.js';

export function redactorOf(part: Partial<ResolvedOptions> = {}): Redactor {
  return new Redactor(new LiveOptions(optionsOf(part)));
}

/** Takes all the steps at once. */
export function done<T>(steps: Generator<void, T, void>): T {
  let step = steps.next();
  while (step.done !== true) step = steps.next();
  return step.value;
}
