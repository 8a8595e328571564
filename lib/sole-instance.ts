import { Injectable } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import type { AlertPipeline } from './alerts/alert-pipeline.js';
import type { NotifierTest } from './alerts/notifier-test.js';
import type { TracerService } from './boundaries/tracer.service.js';
import type { LiveSettings } from './options/live-settings.js';
import type { Redactor } from './privacy/redactor.js';
import type { StatsService } from './stats/stats.service.js';

/** What the public service talks to. @internal */
export interface MonitorParts {
  readonly tracer: TracerService;
  readonly stats: StatsService;
  readonly pipeline: AlertPipeline;
  readonly notifierTest: NotifierTest;
  readonly settings: LiveSettings;
  readonly redactor: Redactor;
}

/** By application: the parts of the import that watches it. Applications do not see each other's entry. */
const primaries = new WeakMap<ModulesContainer, MonitorParts>();

/**
 * Sees to it that one import of the module watches an application, however often it is imported: each request is
 * measured, and each alert sent, once. The services of all imports speak for that one.
 *
 * @internal
 */
@Injectable()
export class SoleInstance {
  constructor(private readonly application: ModulesContainer) {}

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

  release(parts: MonitorParts): void {
    if (primaries.get(this.application)?.tracer === parts.tracer) primaries.delete(this.application);
  }
}
