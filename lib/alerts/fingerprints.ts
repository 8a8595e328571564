import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { FinishedExecution } from '../model/finished-execution.interface.js';
import type { Blocker } from '../model/blocker.interface.js';
import type { Fingerprint, FingerprintSource } from '../options/fingerprint-source.interface.js';
import type { ResolvedOptions } from '../options/resolved-options.interface.js';
import { RESOLVED_OPTIONS } from '../options/options.constants.js';
import { MonitorLogger } from '../logging/monitor.logger.js';

const LENGTH = 32;
const MAX_REMEMBERED = 2_000;
/** Longer texts differ by their beginning, or not at all. */
const MAX_TEXT = 1_000;

/** Executions whose fingerprints are remembered, for those that they hold up. */
const MAX_EXECUTIONS = 500;

/**
 * What makes two alerts be about the same thing: the endpoint, or what the application says. Hashed, so that it has one
 * length and carries no secret, whatever it was made of.
 *
 * @internal
 */
@Injectable()
export class Fingerprints {
  private readonly given: Fingerprint | undefined;
  private readonly remembered = new Map<string, string>();
  private readonly ofExecutions = new Map<number, string>();

  constructor(
    @Inject(RESOLVED_OPTIONS) { fingerprint }: Pick<ResolvedOptions, 'fingerprint'>,
    private readonly logger: MonitorLogger,
  ) {
    this.given = fingerprint;
  }

  /** Never throws. */
  of(execution: FinishedExecution): string {
    const { id, kind, name, handler, request } = execution;
    const source = { kind, name, handler, method: request?.method, status: request?.status };
    const fingerprint = this.ofSource(source);
    if (this.ofExecutions.size >= MAX_EXECUTIONS) this.ofExecutions.clear();
    this.ofExecutions.set(id, fingerprint);
    return fingerprint;
  }

  /** The fingerprint of the blocker's own execution while it is remembered, else of its kind and name. Never throws. */
  ofBlocker({ id, kind, name }: Blocker): string {
    return this.ofExecutions.get(id) ?? this.ofSource({ kind, name });
  }

  private ofSource(source: FingerprintSource): string {
    const text = this.textOf(source);
    const known = this.remembered.get(text);
    if (known !== undefined) return known;
    if (this.remembered.size >= MAX_REMEMBERED) this.remembered.clear();
    const hash = createHash('sha256').update(text).digest('hex').slice(0, LENGTH);
    this.remembered.set(text, hash);
    return hash;
  }

  private textOf(source: FingerprintSource): string {
    const { given } = this;
    if (given === undefined) return `${source.kind}\n${source.name}`;
    try {
      const text: unknown = typeof given === 'function' ? given(Object.freeze(source)) : given;
      if (typeof text === 'string') return `given\n${text.slice(0, MAX_TEXT)}`;
      this.logger.failure(
        'The fingerprint function gave no string, and kind and name are used',
        new Error(typeof text),
      );
    } catch (error) {
      this.logger.failure('The fingerprint function has failed, and kind and name are used', error);
    }
    return `${source.kind}\n${source.name}`;
  }
}
