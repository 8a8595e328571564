import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { FinishedExecution } from '../model/finished-execution.interface.js';
import type { Blocker } from '../model/blocker.interface.js';
import type { Fingerprint, FingerprintSource } from '../options/fingerprint-source.interface.js';
import type { ResolvedOptions } from '../options/resolved-options.interface.js';
import { RESOLVED_OPTIONS } from '../options/options.constants.js';
import { MonitorLogger } from '../logging/monitor.logger.js';

const LENGTH = 32;
const MAX_HASHES = 2_000;
/** Longer texts are cut: two of them with the same beginning share a fingerprint. */
const MAX_TEXT = 1_000;

/** Executions whose fingerprints are remembered, in case they block others. */
const MAX_EXECUTIONS = 500;

/**
 * Assigns fingerprints: executions with the same fingerprint share one alert. A fingerprint identifies the endpoint,
 * unless the option `fingerprint` is set. It is hashed, so that it has a fixed length and reveals no secret.
 *
 * @internal
 */
@Injectable()
export class Fingerprints {
  private readonly option: Fingerprint | undefined;
  private readonly hashes = new Map<string, string>();
  private readonly byExecution = new Map<number, string>();

  constructor(
    @Inject(RESOLVED_OPTIONS) { fingerprint }: Pick<ResolvedOptions, 'fingerprint'>,
    private readonly logger: MonitorLogger,
  ) {
    this.option = fingerprint;
  }

  /** Never throws. */
  of(execution: FinishedExecution): string {
    const { id, kind, name, handler, description } = execution;
    const source = { kind, name, handler, method: description?.method, status: description?.status };
    const fingerprint = this.ofSource(source);
    if (this.byExecution.size >= MAX_EXECUTIONS) this.byExecution.clear();
    this.byExecution.set(id, fingerprint);
    return fingerprint;
  }

  /** For executions of an endpoint that hang. Their ends have the endpoint's own, and may raise another alert. */
  ofStuck(endpoint: string): string {
    return this.hashOf(`${endpoint} (stuck)`);
  }

  /** For fast executions of an endpoint that were queued too long. */
  ofQueued(endpoint: string): string {
    return this.hashOf(`${endpoint} (queued)`);
  }

  /** The fingerprint of the blocker's own execution while it is remembered, else of its kind and name. Never throws. */
  ofBlocker({ id, kind, name }: Blocker): string {
    return this.byExecution.get(id) ?? this.ofSource({ kind, name });
  }

  /** The fingerprint of all executions that were slow because their process on this host had no processor. */
  ofStarved(host: string): string {
    return this.hashOf(`starved\n${host}`);
  }

  private ofSource(source: FingerprintSource): string {
    return this.hashOf(this.textOf(source));
  }

  private hashOf(text: string): string {
    const known = this.hashes.get(text);
    if (known !== undefined) return known;
    if (this.hashes.size >= MAX_HASHES) this.hashes.clear();
    const hash = createHash('sha256').update(text).digest('hex').slice(0, LENGTH);
    this.hashes.set(text, hash);
    return hash;
  }

  private textOf(source: FingerprintSource): string {
    const { option } = this;
    if (option === undefined) return `${source.kind}\n${source.name}`;
    try {
      const text: unknown = typeof option === 'function' ? option(Object.freeze(source)) : option;
      if (typeof text === 'string') return `given\n${text.slice(0, MAX_TEXT)}`;
      this.logger.failure(
        'The fingerprint function returned no string; kind and name are used instead',
        new Error(typeof text),
      );
    } catch (error) {
      this.logger.failure('The fingerprint function threw an error; kind and name are used instead', error);
    }
    return `${source.kind}\n${source.name}`;
  }
}
