import { types } from 'node:util';
import { Inject, Injectable } from '@nestjs/common';
import { DiscoveryService, Reflector } from '@nestjs/core';
import { ALERT_NOTIFIER } from './alert-notifier.decorator.js';
import { MonitorLogger } from '../../logging/monitor.logger.js';
import { oneLine } from '../../model/format/one-line.js';
import { NOTIFIERS, type Notifier } from '../../model/notifier.interface.js';

type Wrapper = ReturnType<DiscoveryService['getProviders']>[number];
type Class = abstract new (...args: never[]) => unknown;

/**
 * Finds the application's own notifiers in all modules, and adds them to the built-in ones.
 *
 * @internal
 */
@Injectable()
export class CustomNotifiers {
  private isDone = false;

  constructor(
    @Inject(NOTIFIERS) private readonly notifiers: Notifier[],
    private readonly discovery: DiscoveryService,
    private readonly reflector: Reflector,
    private readonly logger: MonitorLogger,
  ) {}

  /** Call it when all providers exist. Later calls do nothing. Never throws. */
  add(): void {
    if (this.isDone) return;
    this.isDone = true;
    for (const wrapper of this.discovery.getProviders()) {
      try {
        this.visit(wrapper);
      } catch (error) {
        this.logger.failure('A provider could not be checked for @AlertNotifier()', error);
      }
    }
  }

  private visit(wrapper: Wrapper): void {
    const decorated = wrapper.isAlias ? undefined : this.decoratedClass(wrapper);
    if (decorated === undefined) return;
    const name = oneLine(decorated.name || 'a class without a name', 100);
    const fault = faultOf(wrapper);
    if (fault !== undefined) {
      this.logger.warn(`${name} has @AlertNotifier(), but receives no alerts: ${fault}`);
      return;
    }
    const notifier = wrapper.instance as Notifier;
    if (!this.notifiers.includes(notifier)) this.notifiers.push(notifier);
  }

  /** For the result of a factory, the class of the returned object decides. */
  private decoratedClass(wrapper: Wrapper): Class | undefined {
    const instance: unknown = wrapper.isNotMetatype || wrapper.inject ? wrapper.instance : undefined;
    const made =
      typeof instance === 'object' && instance !== null && !types.isProxy(instance) ? instance.constructor : undefined;
    return [wrapper.metatype, made].find(
      (each): each is Class => typeof each === 'function' && this.reflector.get(ALERT_NOTIFIER, each) === true,
    );
  }
}

function faultOf(wrapper: Wrapper): string | undefined {
  if (wrapper.isTransient || !wrapper.isDependencyTreeStatic()) {
    return 'Nest creates it for each request or each use; a notifier, and everything it injects, must be a singleton';
  }
  const notifier = wrapper.instance as Partial<Notifier> | undefined;
  if (typeof notifier?.notify !== 'function') return 'it has no method notify(alert, signal); implement Notifier';
  if (typeof notifier.name !== 'string' || notifier.name === '') return 'it has no name; implement Notifier';
  return undefined;
}
