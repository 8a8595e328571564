import { hostname } from 'node:os';
import { Injectable } from '@nestjs/common';
import type { SlowExecution } from '../explain/explanation.interface.js';
import { AlertClaims } from './alert-claims.js';
import { Fingerprints } from './fingerprints.js';
import { InFlightAlerts } from './in-flight-alerts.js';

/** One alert an hour: all endpoints are slow together, for one reason that is in none of them. */
export const STARVED_WINDOW_MS = 3_600_000;

/**
 * The alert about a process without a processor. It has a fingerprint and a window of its own, for each host, so the windows
 * of the endpoints stay untouched.
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

  /** True when the execution needs no report: it was slow for this reason, and the alert was sent or is pending. */
  covers({ handle }: Pick<SlowExecution, 'handle'>, receivers: readonly string[]): boolean {
    return this.isAlerted(receivers) && handle.isStarved();
  }

  private isAlerted(receivers: readonly string[]): boolean {
    return this.inFlight.has(this.fingerprint) || this.claims.areHeld(this.fingerprint, 0, receivers);
  }
}
