import { EventEmitter } from 'node:events';
import {
  Controller,
  Get,
  Injectable,
  Param,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  type OnModuleDestroy,
  type OnModuleInit,
} from '@nestjs/common';

/** New classes for each application, because methods covered by one stay covered for the next. */
export function makeClasses() {
  const bus = new EventEmitter();
  const registry = new WeakMap<object, string>();

  @Injectable()
  class Listener implements OnModuleInit, OnApplicationBootstrap, OnModuleDestroy, OnApplicationShutdown {
    constructor() {
      bus.on('constructor', this.onConstructor);
    }
    onModuleInit(): void {
      bus.on('init', this.onInit);
    }
    onApplicationBootstrap(): void {
      bus.on('bootstrap', this.onBootstrap);
    }
    onModuleDestroy(): void {
      bus.off('constructor', this.onConstructor).off('init', this.onInit);
    }
    onApplicationShutdown(): void {
      bus.off('bootstrap', this.onBootstrap);
    }
    onConstructor(): number {
      return 1;
    }
    onInit(): number {
      return 1;
    }
    onBootstrap(): number {
      return 1;
    }
    async onRequest(): Promise<number> {
      return 1;
    }
    onOther(): number {
      return 1;
    }
    begin(): string {
      bus.on('request', this.onRequest);
      return 'begun';
    }
    end(): string {
      bus.off('request', this.onRequest);
      return 'ended';
    }
    tagged(): string {
      return registry.get(this.tagged) ?? 'none';
    }
    memo(): string {
      return ((this.memo as unknown as { value?: string }).value ??= String(Math.random()));
    }
    async load(): Promise<string> {
      return ((this.load as unknown as { value?: string }).value ??= String(Math.random()));
    }
  }
  registry.set(Listener.prototype.tagged, 'tag');

  /** References another provider's methods, in its constructor and in requests. */
  @Injectable()
  class Other implements OnModuleDestroy {
    readonly taken: unknown[];
    constructor(readonly listener: Listener) {
      bus.on('other', listener.onOther);
      this.taken = [listener.onOther, listener.onRequest];
    }
    onModuleDestroy(): void {
      bus.off('other', this.listener.onOther);
    }
    same(): string {
      return String(
        this.taken.every((method, index) => method === [this.listener.onOther, this.listener.onRequest][index]),
      );
    }
  }

  /** Constructor functions in the style before ES2015 classes. */
  function Library(): void {}
  const Model = function (this: { name: string }, name: string): void {
    this.name = name;
  };
  Model.prototype.greet = function (this: { name: string }): string {
    return `hello ${this.name}`;
  };
  Library.prototype.Model = Model;
  @Injectable()
  class Repository extends (Library as unknown as new () => {
    Model: new (name: string) => { greet(): string };
  }) {
    make(name: string): string {
      return new this.Model(name).greet();
    }
  }

  @Controller()
  class RunController {
    constructor(
      readonly listener: Listener,
      readonly other: Other,
      readonly repository: Repository,
    ) {}
    @Get('run/:what')
    async run(@Param('what') what: 'begin' | 'end' | 'tagged' | 'memo' | 'load' | 'same' | 'make'): Promise<string> {
      if (what === 'same') return this.other.same();
      if (what === 'make') return this.repository.make('you');
      bus.emit('other');
      return this.listener[what]();
    }
  }
  return { bus, Listener, Other, metadata: { controllers: [RunController], providers: [Listener, Other, Repository] } };
}
