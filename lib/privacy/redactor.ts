import { Injectable } from '@nestjs/common';
import { LiveOptions } from '../options/live-options.js';
import type { ResolvedOptions } from '../options/resolved-options.interface.js';
import { configuredSecrets, patternOf } from './configured-secrets.js';
import { errorText } from './error-text.js';
import { nameRules, type IsSensitive } from './name-rules.js';
import { REDACTED } from './redacted.js';
import { redactText } from './redact-text.js';
import { redactWithin } from './redact-within.js';
import { copySteps, type Copying } from './safe-copy.js';

const LONGEST_TEXT = 16_384;

/** Of earlier settings, too: an alert on its way may still tell them. */
const MAX_SECRETS = 300;

/**
 * Masks secrets, with the application's own rules and its configured secrets: everything that leaves goes through here.
 * No method throws, or takes longer than its bounds allow, whatever it is given.
 *
 * @internal
 */
@Injectable()
export class Redactor {
  private names: IsSensitive = nameRules([], []);
  private secrets: readonly string[] = [];
  private pattern: RegExp | undefined;

  constructor(options: LiveOptions) {
    this.follow(options.current);
    options.onChange(now => this.follow(now));
  }

  /** Whether what stands under this name is masked. */
  readonly isSensitive: IsSensitive = name => this.names(name);

  /** Any text, a URL included; longer ones than 16 kB are cut. */
  readonly text = (text: string, maxLength = LONGEST_TEXT): string => {
    try {
      return redactWithin(text, maxLength, this.whole);
    } catch {
      return REDACTED;
    }
  };

  /** Masks configured secrets only: for what is not user data, and would be spoilt by rules about how secrets look. */
  readonly known = (text: string): string => {
    try {
      return this.pattern === undefined ? text : text.replace(this.pattern, REDACTED);
    } catch {
      return REDACTED;
    }
  };

  /** Any value as plain data, bounded, in steps; see `safeCopy`. */
  copy(value: unknown): Copying<unknown> {
    return copySteps(value, this);
  }

  /** The message of anything that can be thrown, fit for one line of a log. */
  error(error: unknown): string {
    return errorText(error, this.whole);
  }

  private readonly whole = (text: string): string => redactText(this.known(text), this.names);

  private follow({ capture, ...sections }: ResolvedOptions): void {
    try {
      this.names = nameRules(capture.redact.keys, capture.redact.allow);
      this.secrets = [...new Set([...configuredSecrets(sections), ...this.secrets])].slice(0, MAX_SECRETS);
      this.pattern = patternOf(this.secrets);
    } catch {
      // Rules that can not be made leave those before in force.
    }
  }
}
