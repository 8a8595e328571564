import { describe, expect, it } from '@jest/globals';
import { referencedMethods } from '../../../../lib/instrumentation/providers/referenced-methods.js';

/** The names of methods that a class with this statement uses as values. */
function namesIn(statement: string, methods = ''): string[] {
  const type = new Function(`return class { method(bus, self) { ${statement} } ${methods} }`)() as NewableFunction;
  return [...referencedMethods(type.prototype as object)].toSorted();
}

describe('referencedMethods()', () => {
  it.each([
    ['handed on', "bus.on('x', this.onX);", ['onX']],
    ['bound', 'this.onX = this.onX.bind(this);', ['onX']],
    ['with state on it', 'return (this.memo.cache ??= new Map());', ['memo']],
    ['as a key', 'return bus.get(this . tagged);', ['tagged']],
    ['constructed', 'return new this.Model(5);', ['Model']],
    ['by an index', "bus.on('x', this['onX']);", ['onX']],
    ['taken apart', 'const { onX, onY: y, onZ = 1 } = this;', ['onX', 'onY', 'onZ']],
    ['of another name for this', 'bus.off(self.onX);', ['onX']],
    ['of the prototype', 'bus.off(Orders.prototype.onX);', ['onX']],
    ['in a template', 'return `${bus.on(this.onX)} http://${this.onY}`;', ['onX', 'onY']],
    ['with odd letters', 'bus(this.$é1);', ['$é1']],
  ])('finds a method that is %s', (_, statement, names) => {
    expect(namesIn(statement)).toEqual(names);
  });

  it.each([
    ['called', 'this.onX(1); this.onX (2); this.onX?.(3); this?.onX();'],
    ['called, as a tag', 'this.sql`select 1`;'],
    ["another object's", 'bus.onX; bus.self.onX; other.this_.onX;'],
    ['named in a comment or a text', '/* this.onX */ bus("this.onX", \'this.onY\'); // this.onZ'],
    ['called by an index', "this['onX'](1);"],
  ])('takes none that is only %s', (_, statement) => {
    expect(namesIn(`${statement}\n`)).toEqual([]);
  });

  it('reads field initialisers, and the methods of a constructor function', () => {
    expect(namesIn('', 'field = [this.onX];')).toEqual(['onX']);
    const legacy = function () {};
    legacy.prototype.begin = new Function('bus', 'bus.on(this.onX)');
    expect([...referencedMethods(legacy.prototype as object)]).toEqual(['onX']);
  });
});
