import { Injectable } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { processWide } from '../platform/process-wide.js';
import { MonitorParts } from './monitor-parts.js';

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
export class PrimaryImport {
  constructor(
    private readonly application: DiscoveryService,
    private readonly own: MonitorParts,
  ) {}

  /** Whether this import is, from now on, the one in force. */
  claim(): boolean {
    const primary = primaries.get(this.application);
    if (primary !== undefined && primary !== this.own) return false;
    primaries.set(this.application, this.own);
    return true;
  }

  /** The parts in force, or its own before there are any. */
  get parts(): MonitorParts {
    return primaries.get(this.application) ?? this.own;
  }

  close(): void {
    closed.add(this.application);
  }

  get isClosed(): boolean {
    return closed.has(this.application);
  }

  /** It could not start: the next import has its turn. */
  release(): void {
    if (primaries.get(this.application) === this.own) primaries.delete(this.application);
  }
}
