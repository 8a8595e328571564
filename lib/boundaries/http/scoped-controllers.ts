import { Injectable } from '@nestjs/common';
import { MetadataScanner, ModulesContainer } from '@nestjs/core';
import { spanStorage } from '../../tracing/execution-context.js';

/** The mark that `@MessagePattern()` and its relatives leave: the package need not be installed. */
const PATTERN_METADATA = 'microservices:pattern';

/**
 * The controllers of which Nest makes an instance, and the way to each handler, for each request anew.
 *
 * @internal
 */
@Injectable()
export class ScopedControllers {
  /** By the id that Nest asks with: whether it handles messages, too. */
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
   * Whether Nest is making the way of an HTTP request. For a controller that takes messages, too, the execution decides
   * that this happens in: it must be a request that has reached no handler yet.
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
