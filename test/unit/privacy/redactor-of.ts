import { LiveOptions } from '../../../lib/options/live-options.js';
import type { ResolvedOptions } from '../../../lib/options/resolved-options.interface.js';
import { Redactor } from '../../../lib/privacy/redactor.js';
import { optionsOf } from '../alerts/fixtures.js';

export function redactorOf(part: Partial<ResolvedOptions> = {}): Redactor {
  return new Redactor(new LiveOptions(optionsOf(part)));
}
