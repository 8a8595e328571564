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
 * Finds the application's own notifiers, in whatever module they are, and adds them to ours.
 *
 * @internal
 */
@Injectable()
export class CustomNotifiers {
  private looked = false;

  constructor(
    @Inject(NOTIFIERS) private readonly notifiers: Notifier[],
    private readonly discovery: DiscoveryService,
    private readonly reflector: Reflector,
    private readonly logger: MonitorLogger,
  ) {}

  /** Only when all providers have been made, and only once. Never throws. */
  add(): void {
    if (this.looked) return;
    this.looked = true;
    for (const wrapper of this.discovery.getProviders()) {
      try {
        this.visit(wrapper);
      } catch (error) {
        this.logger.failure('A provider could not be asked whether it is a notifier', error);
      }
    }
  }

  private visit(wrapper: Wrapper): void {
    const decorated = wrapper.isAlias ? undefined : this.decoratedClass(wrapper);
    if (decorated === undefined) return;
    const name = oneLine(decorated.name || 'a class without a name', 100);
    const wrong = faultOf(wrapper);
    if (wrong !== undefined) {
      this.logger.warn(`@AlertNotifier() stands on ${name}, which gets no alerts: ${wrong}`);
      return;
    }
    const notifier = wrapper.instance as Notifier;
    if (!this.notifiers.includes(notifier)) this.notifiers.push(notifier);
  }

  /** Made by a factory, a provider is told by the class of what the factory has returned. */
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
    return 'it is made anew for each request or each use; a notifier, and all that it injects, must be a singleton';
  }
  const notifier = wrapper.instance as Partial<Notifier> | undefined;
  if (typeof notifier?.notify !== 'function') return 'it has no method notify(alert, signal); implement Notifier';
  if (typeof notifier.name !== 'string' || notifier.name === '') return 'it has no name; implement Notifier';
  return undefined;
}
