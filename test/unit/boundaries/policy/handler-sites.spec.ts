import { describe, expect, it } from '@jest/globals';
import { HandlerSites, type Handler } from '../../../../lib/boundaries/policy/handler-sites.js';

/** As decorators do that call the method within a function of their own. */
function Replaced(_target: object, _key: string, descriptor: PropertyDescriptor): void {
  const method = descriptor.value as Handler;
  descriptor.value = (...args: never[]) => method(...args);
  Object.defineProperty(descriptor.value, 'name', { value: '' });
}

class Orders {
  find(): string {
    return 'one';
  }

  @Replaced
  list(): string {
    return 'all';
  }
}

class LateOrders extends Orders {}

describe('HandlerSites', () => {
  const sites = new HandlerSites(site => site);
  const nameOf = (type: typeof Orders, key: 'find' | 'list'): string =>
    sites.of(type, Reflect.get(type.prototype, key) as Handler).name;

  it('name a handler by its class and method', () => {
    expect([nameOf(Orders, 'find'), nameOf(LateOrders, 'find')]).toEqual(['Orders.find', 'LateOrders.find']);
  });

  it('name one that a decorator has replaced by a function without a name, also when it is inherited', () => {
    expect(Reflect.get(Orders.prototype, 'list').name).toBe('');
    expect([nameOf(Orders, 'list'), nameOf(LateOrders, 'list')]).toEqual(['Orders.list', 'LateOrders.list']);
  });

  it('name one that is no method of its class', () => {
    expect(sites.of(Orders, () => 'free').name).toBe('Orders.(anonymous)');
    expect(
      sites.of(
        () => undefined,
        () => 'free',
      ).name,
    ).toMatch(/\(anonymous\)$/);
  });

  it('keep the site of a handler', () => {
    expect(sites.of(Orders, Orders.prototype.find)).toBe(sites.of(Orders, Orders.prototype.find));
  });
});
