import { describe, expect, it } from '@jest/globals';
import { referencedMethods } from '../../../../lib/instrumentation/providers/referenced-methods.js';

/** The names of methods that a class with this statement uses as values. */
function namesIn(statement: string, methods = ''): string[] {
  const type = new Function(`return class { method(bus, self) { ${statement} } ${methods} }`)() as NewableFunction;
  return [...referencedMethods(type.prototype as object)].toSorted();
}

describe('referencedMethods()', () => {
  it.each([
    ['passed on', "bus.on('x', this.onX);", ['onX']],
    ['bound', 'this.onX = this.onX.bind(this);', ['onX']],
    ['read for its properties', 'return (this.memo.cache ??= new Map());', ['memo']],
    ['used as a key', 'return bus.get(this . tagged);', ['tagged']],
    ['constructed', 'return new this.Model(5);', ['Model']],
    ['read by an index', "bus.on('x', this['onX']);", ['onX']],
    ['destructured', 'const { onX, onY: y, onZ = 1 } = this;', ['onX', 'onY', 'onZ']],
    ['read from an alias of this', 'bus.off(self.onX);', ['onX']],
    ['read from the prototype', 'bus.off(Orders.prototype.onX);', ['onX']],
    ['read in a template', 'return `${bus.on(this.onX)} http://${this.onY}`;', ['onX', 'onY']],
    ['named with unusual letters', 'bus(this.$é1);', ['$é1']],
  ])('finds a method that is %s', (_, statement, names) => {
    expect(namesIn(statement)).toEqual(names);
  });

  it.each([
    ['called', 'this.onX(1); this.onX (2); this.onX?.(3); this?.onX();'],
    ['called as a tag', 'this.sql`select 1`;'],
    ['a member of another object', 'bus.onX; bus.self.onX; other.this_.onX;'],
    ['named in a comment or a string', '/* this.onX */ bus("this.onX", \'this.onY\'); // this.onZ'],
    ['called by an index', "this['onX'](1);"],
  ])('finds no method that is only %s', (_, statement) => {
    expect(namesIn(`${statement}\n`)).toEqual([]);
  });

  it('reads field initialisers, and the methods of a constructor function', () => {
    expect(namesIn('', 'field = [this.onX];')).toEqual(['onX']);
    const legacy = function () {};
    legacy.prototype.begin = new Function('bus', 'bus.on(this.onX)');
    expect([...referencedMethods(legacy.prototype as object)]).toEqual(['onX']);
  });
});
