import type { Provider } from '@nestjs/common';
import { Blame } from '../explain/blame.js';
import { MonitorLogger } from '../logging/monitor.logger.js';
import { RESOLVED_OPTIONS } from '../options/options.constants.js';
import { Admission } from './admission.js';
import { AlertBacklog } from './alert-backlog.js';
import { AlertClaims } from './alert-claims.js';
import { AlertComposer } from './alert-composer.js';
import { AlertOutcome } from './alert-outcome.js';
import { AlertPipeline } from './alert-pipeline.js';
import { AlertReceivers } from './alert-receivers.js';
import { AlertRecord } from './alert-record.js';
import { AlertSender } from './alert-sender.js';
import { AlertShutdown } from './alert-shutdown.js';
import { CLAIM_STORE } from './claims/claim-store.interface.js';
import { GuardedClaimStore } from './claims/guarded-claim-store.js';
import { provideClaimStore } from './claims/claim-store-of.js';
import { CoalescedExecutions } from './coalesced-executions.js';
import { Fingerprints } from './fingerprints.js';
import { FleetRepeats } from './fleet-repeats.js';
import { InFlightAlerts } from './in-flight-alerts.js';
import { RecentAlerts } from './recent-alerts.js';
import { RepeatCounter } from './repeat-counter.js';
import { StarvedProcess } from './starved-process.js';
import { VictimGracePeriod } from './victim-grace-period.js';

/** The way from a slow execution to its alert, in the order of the data flow. @internal */
export const alertProviders: Provider[] = [
  Fingerprints,
  {
    provide: Blame,
    useFactory: (fingerprints: Fingerprints) => new Blame(blocker => fingerprints.ofBlocker(blocker)),
    inject: [Fingerprints],
  },
  AlertReceivers,
  { provide: CLAIM_STORE, useFactory: provideClaimStore, inject: [RESOLVED_OPTIONS, MonitorLogger] },
  GuardedClaimStore,
  RepeatCounter,
  FleetRepeats,
  AlertBacklog,
  CoalescedExecutions,
  InFlightAlerts,
  StarvedProcess,
  Admission,
  AlertClaims,
  VictimGracePeriod,
  AlertComposer,
  RecentAlerts,
  AlertRecord,
  AlertSender,
  AlertOutcome,
  AlertShutdown,
  AlertPipeline,
];
