import { hostname } from 'node:os';
import { Injectable } from '@nestjs/common';
import type { SlowExecution } from '../explain/explanation.interface.js';
import { AlertClaims } from './alert-claims.js';
import { Fingerprints } from './fingerprints.js';
import { InFlightAlerts } from './in-flight-alerts.js';

/** One alert an hour: without a processor, all endpoints of the process are slow together. */
export const STARVED_WINDOW_MS = 3_600_000;

/**
 * The alert about a process without a processor. It has its own fingerprint for each host, and its own window. The windows
 * of the endpoints stay as they are.
 *
 * @internal
 */
@Injectable()
export class StarvedProcess {
  readonly fingerprint: string;

  constructor(
    fingerprints: Fingerprints,
    private readonly claims: AlertClaims,
    private readonly inFlight: InFlightAlerts,
  ) {
    this.fingerprint = fingerprints.ofStarved(hostname());
  }

  /** True when the execution was slow without a processor, and the alert about that was sent or is pending. */
  covers({ handle, execution }: Pick<SlowExecution, 'handle' | 'execution'>, receivers: readonly string[]): boolean {
    return execution.queued?.isOnlyReason !== true && this.isAlerted(receivers) && handle.isStarved();
  }

  private isAlerted(receivers: readonly string[]): boolean {
    return this.inFlight.has(this.fingerprint) || this.claims.areHeld(this.fingerprint, 0, receivers);
  }
}
