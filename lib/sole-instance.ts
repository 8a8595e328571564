import { Injectable } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import type { AlertPipeline } from './alerts/alert-pipeline.js';
import type { NotifierTest } from './alerts/notifier-test.js';
import type { TracerService } from './boundaries/tracer.service.js';
import { processWide } from './execution/process-wide.js';
import type { LiveSettings } from './options/live-settings.js';
import type { Redactor } from './privacy/redactor.js';
import type { FlightRecorder } from './recorder/flight-recorder.js';
import type { StatsService } from './stats/stats.service.js';

/** What the public service talks to. @internal */
export interface MonitorParts {
  readonly tracer: TracerService;
  readonly recorder: FlightRecorder;
  readonly stats: StatsService;
  readonly pipeline: AlertPipeline;
  readonly notifierTest: NotifierTest;
  readonly settings: LiveSettings;
  readonly redactor: Redactor;
}

/**
 * By application: the parts of the import that watches it. Applications do not see each other's entry.
 *
 * All imports of an application share its `DiscoveryService`. A testing module that is compiled again gets a new one,
 * and keeps its `ModulesContainer`.
 */
const primaries = processWide('primaries', () => new WeakMap<DiscoveryService, MonitorParts>());

/** Applications that have begun to close: nothing is started for them any more, as nothing would stop it. */
const closed = processWide('closed', () => new WeakSet<DiscoveryService>());

/**
 * Sees to it that one import of the module watches an application, however often it is imported: each request is
 * measured, and each alert sent, once. The services of all imports speak for that one.
 *
 * @internal
 */
@Injectable()
export class SoleInstance {
  constructor(private readonly application: DiscoveryService) {}

  /** Whether the import with these parts is, from now on, the one in force. */
  claim(parts: MonitorParts): boolean {
    const primary = primaries.get(this.application);
    if (primary !== undefined && primary.tracer !== parts.tracer) return false;
    primaries.set(this.application, parts);
    return true;
  }

  /** The parts in force, or `own` before there are any. */
  partsOr(own: MonitorParts): MonitorParts {
    return primaries.get(this.application) ?? own;
  }

  close(): void {
    closed.add(this.application);
  }

  get isClosed(): boolean {
    return closed.has(this.application);
  }

  /** It could not start: the next import has its turn. */
  release(parts: MonitorParts): void {
    if (primaries.get(this.application)?.tracer === parts.tracer) primaries.delete(this.application);
  }
}
