import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import type { ModulesContainer } from '@nestjs/core';
import { coveredBy } from '../../../../lib/instrumentation/providers/covered-method.js';
import { ProviderMethods } from '../../../../lib/instrumentation/providers/provider-methods.js';
import type { Callable } from '../../../../lib/tracing/callable.js';
import type { ResolvedOptions } from '../../../../lib/options/resolved-options.interface.js';

const options = { enabled: true, recorder: { spans: 'providers' } } as ResolvedOptions;

function modulesOf(...classes: unknown[]): ModulesContainer {
  const providers = new Map(classes.map(metatype => [metatype, { metatype }]));
  const module = { metatype: class Root {}, providers, injectables: new Map(), controllers: new Map() };
  return new Map([['root', module]]) as unknown as ModulesContainer;
}
const refuse = (): never => {
  throw new Error('refused');
};

describe('ProviderMethods', () => {
  it('collects the error of one class, and covers the next classes', () => {
    const refusing = new Proxy(class Refusing {}, { get: refuse, getPrototypeOf: refuse });
    class Orders {
      async find(): Promise<number> {
        return 1;
      }
    }
    const { failures } = new ProviderMethods(options, modulesOf(refusing, Orders));
    expect(failures).toEqual([new Error('refused')]);
    expect(coveredBy(Orders.prototype.find as Callable)).toBeDefined();
  });

  it('survives providers that can not be listed', () => {
    const modules = { values: refuse } as unknown as ModulesContainer;
    expect(new ProviderMethods(options, modules).failures).toEqual([new Error('refused')]);
  });
});
