import { Injectable } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { processWide } from '../platform/process-wide.js';
import { MonitorParts } from './monitor-parts.js';

/**
 * The parts in force of each application. Applications do not see each other's entry.
 *
 * All imports of an application share its `DiscoveryService`. A testing module that is compiled again gets a new one,
 * and keeps its `ModulesContainer`.
 */
const primaries = processWide('primaries', () => new WeakMap<DiscoveryService, MonitorParts>());

/** Applications that have begun to close. Nothing may start for them, as nothing would stop it. */
const closed = processWide('closed', () => new WeakSet<DiscoveryService>());

/**
 * Lets one import of the module watch the application, however often it is imported, so that each request is measured
 * once. The services of all imports use the parts of that one.
 *
 * @internal
 */
@Injectable()
export class PrimaryImport {
  constructor(
    private readonly application: DiscoveryService,
    private readonly own: MonitorParts,
  ) {}

  /** Puts this import in force. Returns false when another one is. */
  claim(): boolean {
    const primary = primaries.get(this.application);
    if (primary !== undefined && primary !== this.own) return false;
    primaries.set(this.application, this.own);
    return true;
  }

  /** The parts in force, or those of this import while none are. */
  get parts(): MonitorParts {
    return primaries.get(this.application) ?? this.own;
  }

  close(): void {
    closed.add(this.application);
  }

  get isClosed(): boolean {
    return closed.has(this.application);
  }

  /** This import could not start: the next one may. */
  release(): void {
    if (primaries.get(this.application) === this.own) primaries.delete(this.application);
  }
}
