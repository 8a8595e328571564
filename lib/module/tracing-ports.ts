import type { Provider } from '@nestjs/common';
import { AlertPipeline } from '../alerts/alert-pipeline.js';
import { WatchPolicy } from '../boundaries/policy/watch-policy.js';
import { OverheadMeter } from '../overhead/overhead-meter.js';
import { RecordingLevels } from '../overhead/recording-levels.js';
import { FlightRecorder } from '../recorder/flight-recorder.js';
import { StatsService } from '../stats/stats.service.js';
import { EXECUTION_RECORDER } from '../tracing/execution-recorder.interface.js';
import {
  EXECUTION_COST,
  EXECUTION_POLICY,
  EXECUTION_STATS,
  RECORDING_LEVEL,
  SLOW_EXECUTIONS,
} from '../tracing/ports.interface.js';

/** Connects the ports of tracing/ with the rooms that implement them: tracing/ imports none of these rooms. @internal */
export const tracingPorts: Provider[] = [
  { provide: EXECUTION_POLICY, useExisting: WatchPolicy },
  { provide: EXECUTION_RECORDER, useExisting: FlightRecorder },
  { provide: EXECUTION_STATS, useExisting: StatsService },
  { provide: EXECUTION_COST, useExisting: OverheadMeter },
  { provide: RECORDING_LEVEL, useExisting: RecordingLevels },
  { provide: SLOW_EXECUTIONS, useExisting: AlertPipeline },
];
