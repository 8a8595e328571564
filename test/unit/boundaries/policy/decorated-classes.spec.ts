import { describe, expect, it } from '@jest/globals';
import { SetMetadata } from '@nestjs/common';
import type { ModulesContainer } from '@nestjs/core';
import { decoratedClasses } from '../../../../lib/boundaries/policy/decorated-classes.js';

@SetMetadata('bullmq:processor_metadata', { name: 'mail' })
class MailProcessor {
  process(): void {
    // Only its place is of interest.
  }
}

class OtherService {
  process(): void {
    // It processes no jobs.
  }
}

function ownersIn(...wrappers: { metatype?: unknown; instance?: unknown }[]): object[] {
  const providers = new Map(wrappers.map((wrapper, at) => [at, wrapper]));
  const modules = new Map([['module', { providers, metatype: class OrdersModule {} }]]) as unknown as ModulesContainer;
  return [...decoratedClasses(modules, 'bullmq:processor_metadata', 'process')];
}

describe('decoratedClasses', () => {
  it('finds classes with the decorator, also of instances that values and factories give', () => {
    expect(ownersIn({ metatype: MailProcessor }, { metatype: OtherService })).toEqual([MailProcessor.prototype]);
    expect(ownersIn({ metatype: null, instance: new MailProcessor() })).toEqual([MailProcessor.prototype]);
  });

  it('finds them beside odd providers, without a call of their traps', () => {
    const refuse = (): never => {
      throw new Error('read');
    };
    const hostile = new Proxy({}, { getOwnPropertyDescriptor: refuse, getPrototypeOf: refuse, get: refuse });
    const odd = [null, 7, Object.create(null) as object, hostile, Object.create(hostile) as object];
    const wrappers = odd.map(instance => ({ instance }));
    expect(ownersIn(...wrappers, { metatype: new Proxy(OtherService, {}) }, { metatype: MailProcessor })).toEqual([
      MailProcessor.prototype,
    ]);
  });
});
