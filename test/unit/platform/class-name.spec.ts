import { describe, expect, it } from '@jest/globals';
import { mixin } from '@nestjs/common';
import { className } from '../../../lib/platform/class-name.js';

class Base {}

describe('className', () => {
  it('is the name of a class', () => {
    expect(className(Base)).toBe('Base');
    expect(className(class Renamed extends Base {})).toBe('Renamed');
    expect(className(Object.defineProperty(class A {}, 'name', { value: 'ForOrders' }))).toBe('ForOrders');
  });

  it.each([
    ['a name', () => class MixinAuthGuard {}, 'MixinAuthGuard'],
    ['a name and a superclass', () => class Äuth$Guard extends Base {}, 'Äuth$Guard'],
    ['a name, on two lines', () => class extends /* guard */ Base {}, 'Base'],
    ['no name, and a superclass', () => class extends Base {}, 'Base'],
    ['no name, and a mixin as its superclass', () => class extends mixin(class Inner extends Base {}) {}, 'Inner'],
    ['no name, and null as its superclass', () => class extends (null as unknown as typeof Base) {}, '(mixin)'],
    ['no name', () => class {}, '(mixin)'],
    ['an ES5 function', () => function OldGuard() {}, 'OldGuard'],
  ])('is the same for each class that a mixin makes, with %s', (_, create, name) => {
    const mixins = [mixin(create() as typeof Base), mixin(create() as typeof Base)];
    expect(mixins[0]?.name).not.toBe(mixins[1]?.name);
    expect(mixins.map(className)).toEqual([name, name]);
  });

  it.each([undefined, null, 'text', {}, () => undefined, function () {}])('accepts %p', given => {
    expect(className(given)).toBe('(mixin)');
  });
});
