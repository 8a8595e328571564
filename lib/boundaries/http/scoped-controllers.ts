import { Injectable } from '@nestjs/common';
import { MetadataScanner, ModulesContainer } from '@nestjs/core';
import { spanStorage } from '../../tracing/execution-context.js';

/** Metadata key of `@MessagePattern()` and similar decorators. Their package may not be installed. */
const PATTERN_METADATA = 'microservices:pattern';

/**
 * The request-scoped controllers. For each request Nest makes a new instance, and builds the pipeline of its handlers.
 *
 * @internal
 */
@Injectable()
export class ScopedControllers {
  /** By Nest's id of the controller: true when it handles messages, too. */
  private readonly takesMessages = new Map<string, boolean>();

  constructor(
    private readonly modules: ModulesContainer,
    private readonly scanner: MetadataScanner,
  ) {}

  find(): void {
    this.forget();
    for (const { controllers } of this.modules.values()) {
      for (const controller of controllers.values()) {
        if (controller.isDependencyTreeStatic()) continue;
        this.takesMessages.set(controller.id, this.hasPattern(controller.metatype?.prototype as object | undefined));
      }
    }
  }

  forget(): void {
    this.takesMessages.clear();
  }

  /**
   * True when Nest builds the pipeline of an HTTP request. When the controller handles messages, too, the current execution
   * decides: it must be a request that has reached no handler yet.
   */
  isRouted(hostId: string | undefined): boolean {
    const takesMessages = hostId === undefined ? undefined : this.takesMessages.get(hostId);
    if (takesMessages !== true) return takesMessages === false;
    const execution = spanStorage.getStore()?.execution;
    return execution?.kind === 'http' && !execution.finished && execution.handler === undefined;
  }

  private hasPattern(prototype: object | undefined): boolean {
    if (prototype === undefined) return false;
    return this.scanner
      .getAllMethodNames(prototype)
      .some(name => Reflect.hasMetadata(PATTERN_METADATA, Reflect.get(prototype, name) as object));
  }
}
