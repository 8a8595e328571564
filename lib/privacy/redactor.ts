import { Injectable } from '@nestjs/common';
import type { Steps } from '../platform/steps.js';
import { LiveOptions } from '../options/live-options.js';
import type { ResolvedOptions } from '../options/resolved-options.interface.js';
import { configuredSecrets, patternOf } from './configured-secrets.js';
import { errorText } from './error-text.js';
import { nameRules, type IsSensitive } from './name-rules.js';
import { REDACTED } from './redacted.js';
import { redactText } from './redact-text.js';
import { redactWithin } from './redact-within.js';
import { copySteps } from './safe-copy.js';

const LONGEST_TEXT = 16_384;

/** Secrets of earlier settings included, because a pending alert may still contain them. */
const MAX_SECRETS = 300;

/**
 * Masks secrets by the built-in rules, the application's own rules and its configured secrets. Reports, messages and
 * log lines all pass through here. No method throws, for any value.
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

  /** True if the values with this name are masked. */
  readonly isSensitive: IsSensitive = name => this.names(name);

  /** Masks any text, a URL included. A text longer than 16 kB is cut. */
  readonly text = (text: string, maxLength = LONGEST_TEXT): string => {
    try {
      return redactWithin(text, maxLength, this.whole);
    } catch {
      return REDACTED;
    }
  };

  /** Masks configured secrets only: for texts without user data, which the other rules could damage. */
  readonly known = (text: string): string => {
    try {
      return this.pattern === undefined ? text : text.replace(this.pattern, REDACTED);
    } catch {
      return REDACTED;
    }
  };

  /** Copies any value into plain data, in steps; see `safeCopy`. */
  copy(value: unknown): Steps<unknown> {
    return copySteps(value, this);
  }

  /** The message of any thrown value, for one line of a log. */
  error(error: unknown): string {
    return errorText(error, this.whole);
  }

  private readonly whole = (text: string): string => redactText(this.known(text), this.names);

  private follow({ capture, partValues }: ResolvedOptions): void {
    try {
      this.names = nameRules(capture.redact.keys, capture.redact.allow);
      this.secrets = [...new Set([...configuredSecrets(partValues), ...this.secrets])].slice(0, MAX_SECRETS);
      this.pattern = patternOf(this.secrets);
    } catch {
      // The earlier rules stay in force when new ones can not be built.
    }
  }
}
