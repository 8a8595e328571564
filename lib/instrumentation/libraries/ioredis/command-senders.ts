import { processWide } from '../../../platform/process-wide.js';
import { PrivateSlot } from '../../../platform/private-slot.js';
import type { Callable } from '../../../tracing/callable.js';
import { spanStorage } from '../../../tracing/execution-context.js';
import type { Span } from '../../../tracing/execution.js';
import { ownValue } from '../own-value.js';
import { type HookUser, ProcessHooks } from '../wrapping/process-hooks.js';

/** All classes of ioredis that a command passes. */
const CLASSES = ['Redis', 'Cluster', 'Pipeline'];
const METHOD = 'sendCommand';

/** The code that called ioredis for a command. @internal */
export interface CommandSender {
  /** Absent for code outside all executions. */
  readonly span: Span | undefined;
}

/**
 * The senders of ioredis' commands. Its message about a command comes when that is written. Automatic pipelines, and the
 * commands that waited for the connection, are written in the context of one of their senders. So the first call with a
 * command is kept, which has its sender's context.
 *
 * @internal
 */
export class CommandSenders {
  /** The sender of the command that is passed on now. `undefined` for a copy of ioredis that is not covered. */
  current: CommandSender | undefined = undefined;
  private readonly hooks = new ProcessHooks<HookUser>();
  private readonly byCommand = new PrivateSlot<object, CommandSender>();

  join(user: HookUser): void {
    this.hooks.join(user);
  }

  leave(user: HookUser): void {
    this.hooks.leave(user);
  }

  /** @param copy the exports of a copy of ioredis. Without one of its classes, a command's first call would be missed */
  cover(copy: unknown): void {
    const prototypes = CLASSES.map(name => ownValue(Reflect.get(copy as object, name), 'prototype'));
    if (prototypes.some(prototype => typeof ownValue(prototype, METHOD) !== 'function')) return;
    for (const prototype of prototypes)
      this.hooks.wrap(prototype as object, METHOD, (original, self, args) => this.pass(original, self, args));
  }

  private pass(original: Callable, self: unknown, args: readonly unknown[]): unknown {
    const outer = this.current;
    this.current = this.senderOf(args[0]);
    try {
      return Reflect.apply(original, self, args);
    } finally {
      this.current = outer;
    }
  }

  private senderOf(command: unknown): CommandSender | undefined {
    if (typeof command !== 'object' || command === null) return undefined;
    let sender = this.byCommand.get(command);
    if (sender === undefined) {
      sender = { span: spanStorage.getStore() };
      this.byCommand.set(command, sender);
    }
    return sender;
  }
}

/** Those of the process: a class is wrapped once, for all applications. @internal */
export const commandSenders = (): CommandSenders => processWide('ioredisSenders', () => new CommandSenders());
