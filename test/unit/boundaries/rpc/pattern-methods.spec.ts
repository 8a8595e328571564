import { describe, expect, it } from '@jest/globals';
import { Controller, type Type } from '@nestjs/common';
import { MetadataScanner, type ModulesContainer } from '@nestjs/core';
import { EventPattern, MessagePattern, Server, Transport } from '@nestjs/microservices';
import { patternMethods } from '../../../../lib/boundaries/rpc/pattern-methods.js';
import { isRpcServer, type RpcServer } from '../../../../lib/boundaries/rpc/rpc-server.interface.js';

const TOPICS = /^orders/;

@Controller()
class First {
  @MessagePattern({ b: 1, a: 2 })
  object(): void {}
  @MessagePattern(['one', 'two'])
  several(): void {}
  @EventPattern('told')
  told(_data: unknown): void {}
  @MessagePattern('by NATS', Transport.NATS)
  nats(): void {}
  @EventPattern(TOPICS)
  topics(_data: unknown): void {}
  plain(): void {}
}

@Controller()
class Second {
  @EventPattern('told')
  toldToo(_data: unknown): void {}
  @MessagePattern('one')
  replaced(): void {}
}

class AnyServer extends Server {
  override transportId = Transport.TCP;
  listen(): void {}
  close(): void {}
  on(): void {}
  unwrap<T>(): T {
    throw new Error('there is no driver');
  }
}

function modulesOf(...types: Type[]): ModulesContainer {
  const controllers = new Map(types.map(metatype => [metatype, { metatype }]));
  return new Map([['root', { controllers }]]) as unknown as ModulesContainer;
}

describe('patternMethods', () => {
  const server = new AnyServer() as unknown as RpcServer;
  const found = patternMethods(modulesOf(First, Second), new MetadataScanner(), server);

  it('finds the class and the method that Nest registers for each pattern of the transport', () => {
    const named = [...found].map(([pattern, { type, method }]) => [pattern, (type as Type).name, method.name]);
    expect(named).toEqual([
      ['{"a":2,"b":1}', 'First', 'object'],
      ['one', 'Second', 'replaced'],
      ['two', 'First', 'several'],
      ['told', 'First', 'told'],
      [TOPICS, 'First', 'topics'],
    ]);
  });

  it('takes transports that look up handlers as Nest does, and no others', () => {
    expect(isRpcServer(server)).toBe(true);
    for (const other of [undefined, null, 'text', {}, { getHandlers: () => new Map() }])
      expect(isRpcServer(other)).toBe(false);
  });
});
