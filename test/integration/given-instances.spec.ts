import { EventEmitter } from 'node:events';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Controller, Get, Inject, Injectable, Scope } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { Subject } from 'rxjs';
import { Profile, SkipMonitoring } from '../../lib/index.js';
import { delay, TestApp } from './support/test-app.js';

const STEP_MS = 20;

interface Finder {
  find(): unknown;
}

class Base {
  async find(): Promise<string> {
    await delay(STEP_MS);
    return this.constructor.name;
  }
}
class FromValue extends Base {}
class FromFactory extends Base {}
class FromAsyncFactory extends Base {}
class FromTransientFactory extends Base {}
class FromRequestFactory extends Base {}
class FromAsyncRequestFactory extends Base {}
class Frozen extends Base {}
@Injectable()
class Created extends Base {}
@SkipMonitoring()
class Muted extends Base {}

class Own {
  @Profile('profiled')
  async find(): Promise<string> {
    await delay(STEP_MS);
    return 'Own';
  }
}

interface Legacy extends Finder {}
/** A class as it was written before `class`. */
function LegacyFinder(this: Legacy): void {}
LegacyFinder.prototype.find = function find(this: Legacy): Promise<string> {
  return delay(STEP_MS).then(() => 'LegacyFinder');
};
const legacy = Reflect.construct(LegacyFinder, []) as Finder;

/** Clients of databases and queues are emitters. Their methods call each other. */
class Client extends EventEmitter {
  async find(): Promise<string> {
    await delay(STEP_MS);
    return 'Client';
  }
}

const plain: Finder = {
  find: async () => {
    await delay(STEP_MS);
    return 'plain';
  },
};

const VALUES: Record<string, unknown> = {
  value: new FromValue(),
  frozen: Object.freeze(new Frozen()),
  legacy,
  own: new Own(),
  muted: new Muted(),
  client: new Client(),
  plain,
  proxy: new Proxy(new FromValue(), {}),
};
const TOKENS = [...Object.keys(VALUES), 'factory', 'async', 'transient', 'request', 'asyncRequest'];

@Controller()
class FindersController {
  constructor(
    @Inject('all') private readonly all: Finder[],
    private readonly ref: ModuleRef,
  ) {}
  @Get('find')
  async find(): Promise<unknown[]> {
    const found: unknown[] = [];
    for (const each of [...this.all, await this.ref.create(Created)]) found.push(await each.find());
    return found;
  }
}

const providers = [
  ...Object.entries(VALUES).map(([provide, useValue]) => ({ provide, useValue })),
  { provide: 'factory', useFactory: () => new FromFactory() },
  {
    provide: 'async',
    useFactory: async () => {
      await delay(1);
      return new FromAsyncFactory();
    },
  },
  { provide: 'transient', useFactory: () => new FromTransientFactory(), scope: Scope.TRANSIENT },
  { provide: 'request', useFactory: () => new FromRequestFactory(), scope: Scope.REQUEST },
  { provide: 'asyncRequest', useFactory: async () => new FromAsyncRequestFactory(), scope: Scope.REQUEST },
  { provide: 'all', useFactory: (...all: Finder[]) => all, inject: TOKENS },
];

describe('instances that values and factories give', () => {
  const open: TestApp[] = [];
  afterEach(async () => {
    for (const app of open.splice(0)) await app.close();
  });
  const start = async (): Promise<TestApp> => {
    const app = await TestApp.start({ controllers: [FindersController], providers }, { threshold: STEP_MS * 2 });
    open.push(app);
    return app;
  };

  it('have spans like those of classes', async () => {
    const app = await start();
    const found = (await (await fetch(`${app.url}/find`)).json()) as string[];
    const { timeline } = await app.report('GET /find');
    const spans = timeline.spans.map(({ name }) => name);
    const expected = [
      'FromValue.find',
      'Frozen.find',
      'LegacyFinder.find',
      'FromFactory.find',
      'FromAsyncFactory.find',
      'FromTransientFactory.find',
      'FromRequestFactory.find',
      'FromAsyncRequestFactory.find',
      'Created.find',
    ];
    expect(spans).toEqual(expect.arrayContaining([...expected, 'profiled']));
    for (const name of ['Client.find', 'Muted.find', 'Object.find', 'Own.find']) expect(spans).not.toContain(name);
    // A proxy and its target are one class.
    expect(spans.filter(name => name === 'FromValue.find')).toHaveLength(2);
    expect(found).toEqual([...TOKENS.map(token => CLASSES[token] ?? token), 'Created']);
    expect(app.logger.ours().filter(line => line.startsWith('error'))).toEqual([]);
  });

  it('have the same methods, and factories and `create()` are restored, when the application closes', async () => {
    const app = await start();
    await fetch(`${app.url}/find`);
    const { find } = Base.prototype;
    const { find: ofLegacy } = legacy;
    await app.close();
    open.length = 0;
    expect(Base.prototype.find).toBe(find);
    expect(legacy.find).toBe(ofLegacy);
    expect(Object.hasOwn(FromValue.prototype, 'find')).toBe(false);
    expect(find.name).toBe('find');
  });

  it('may be subjects, which stay as they are', async () => {
    const { asObservable } = Subject.prototype;
    const app = await TestApp.start({ providers: [{ provide: 'bus', useValue: new Subject() }] });
    open.push(app);
    expect(Subject.prototype.asObservable).toBe(asObservable);
  });
});

const CLASSES: Record<string, string> = {
  value: 'FromValue',
  frozen: 'Frozen',
  legacy: 'LegacyFinder',
  own: 'Own',
  muted: 'Muted',
  client: 'Client',
  proxy: 'FromValue',
  factory: 'FromFactory',
  async: 'FromAsyncFactory',
  transient: 'FromTransientFactory',
  request: 'FromRequestFactory',
  asyncRequest: 'FromAsyncRequestFactory',
};
