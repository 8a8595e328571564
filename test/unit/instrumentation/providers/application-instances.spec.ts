import 'reflect-metadata';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Controller, Module, Scope, type INestApplicationContext, type Provider } from '@nestjs/common';
import { ModulesContainer, NestFactory } from '@nestjs/core';
import { applicationInstances } from '../../../../lib/instrumentation/providers/application-instances.js';

class Client {}

let app: INestApplicationContext | undefined;
afterEach(() => app?.close());

async function instancesOf(providers: Provider[], controllers: (new () => object)[] = []): Promise<Set<object>> {
  class LibraryModule {}
  Module({ providers, controllers })(LibraryModule);
  class AppModule {}
  Module({ imports: [LibraryModule] })(AppModule);
  app = await NestFactory.createApplicationContext(AppModule, { logger: false });
  return applicationInstances(app.get(ModulesContainer));
}

describe('the instances of an application', () => {
  it('are its values, what its factories made, and the instances of its classes, in all modules', async () => {
    const value = new Client();
    const made = Object.assign(() => undefined, { client: {} });
    class Service {}
    @Controller()
    class Routes {}
    const found = await instancesOf(
      [Service, { provide: 'value', useValue: value }, { provide: 'made', useFactory: async () => made }],
      [Routes],
    );
    expect(found).toContain(value);
    expect(found).toContain(made);
    expect(found).toContain(app?.get(Service));
    expect(found).toContain(app?.get(Routes));
  });

  it('are the values of their own properties, too', async () => {
    class Service {
      private readonly client = new Client();
      later: Client | undefined;
      shown(): Client {
        return this.client;
      }
    }
    const found = await instancesOf([Service]);
    expect(found).toContain(app?.get(Service).shown());
  });

  it('are read without a getter and without a proxy', async () => {
    const refuse = (): never => {
      throw new Error('read');
    };
    const proxy = new Proxy(
      {},
      { get: refuse, ownKeys: refuse, getPrototypeOf: refuse, getOwnPropertyDescriptor: refuse },
    );
    // Nest asks a value for its `onModuleInit`, so a proxy can only be held by one.
    class Service {
      readonly proxy = proxy;
      constructor() {
        Object.defineProperty(this, 'lazy', { get: refuse, enumerable: true });
      }
    }
    const found = await instancesOf([Service]);
    expect(found).toContain(app?.get(Service));
    expect(found.has(proxy)).toBe(false);
  });

  it('are none of requests', async () => {
    class OfRequest {
      readonly client = new Client();
    }
    const found = await instancesOf([{ provide: OfRequest, useClass: OfRequest, scope: Scope.REQUEST }]);
    expect([...found].filter(instance => instance instanceof OfRequest || instance instanceof Client)).toEqual([]);
  });

  it('are bounded', async () => {
    class Wide {}
    const wide = new Wide();
    const clients = Array.from({ length: 150 }, () => new Client());
    clients.forEach((client, i) => Object.assign(wide, { [`client${i}`]: client }));
    const list = [new Client()];
    const found = await instancesOf([
      { provide: 'wide', useValue: wide },
      { provide: 'list', useValue: list },
      { provide: 'dictionary', useValue: { entry: new Client() } },
    ]);
    expect(clients.filter(client => found.has(client))).toHaveLength(100);
    expect([...found].filter(instance => instance instanceof Client)).toHaveLength(100);
  });
});
