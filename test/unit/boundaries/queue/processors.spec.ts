import { describe, expect, it } from '@jest/globals';
import { SetMetadata } from '@nestjs/common';
import type { ModulesContainer } from '@nestjs/core';
import { processors } from '../../../../lib/boundaries/queue/processors.js';

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
  return [...processors(new Map([['module', { providers }]]) as unknown as ModulesContainer)];
}

describe('processors', () => {
  it('are classes with the decorator, also of instances that values and factories give', () => {
    expect(ownersIn({ metatype: MailProcessor }, { metatype: OtherService })).toEqual([MailProcessor.prototype]);
    expect(ownersIn({ metatype: null, instance: new MailProcessor() })).toEqual([MailProcessor.prototype]);
  });

  it('are found beside odd providers, without a call of their traps', () => {
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
