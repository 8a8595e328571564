import type { Provider } from '@nestjs/common';
import { BlockedLoopWatch } from './blocked-loop-watch.js';
import { LeftAlerts } from './left-alerts.js';
import { RunningCode } from './running-code.js';

/** Reports an event loop that does not come back. @internal */
export const watchdogProviders: Provider[] = [RunningCode, LeftAlerts, BlockedLoopWatch];
