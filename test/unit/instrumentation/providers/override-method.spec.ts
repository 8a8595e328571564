import { describe, expect, it } from '@jest/globals';
import { overrideMethod } from '../../../../lib/instrumentation/providers/override-method.js';

class Host {
  name(): string {
    return 'class';
  }
}

const around = (host: Host, word: string): (() => void) =>
  overrideMethod(host, 'name', before => () => `${word} ${before.call(host)}`);

describe('a method of one object', () => {
  it('is replaced there alone, and gone afterwards', () => {
    const [host, other] = [new Host(), new Host()];
    const undo = around(host, 'ours');
    expect([host.name(), other.name(), Object.keys(host)]).toEqual(['ours class', 'class', []]);
    undo();
    expect([host.name(), Object.getOwnPropertyNames(host)]).toEqual(['class', []]);
  });

  it('is put back as it was, also when it was the own one of the object', () => {
    const host = Object.assign(new Host(), { name: () => 'own' });
    const before = Object.getOwnPropertyDescriptor(host, 'name');
    around(host, 'ours')();
    expect(Object.getOwnPropertyDescriptor(host, 'name')).toEqual(before);
  });

  it('stays with whoever replaced it later', () => {
    const host = new Host();
    const undo = around(host, 'ours');
    const undoLater = around(host, 'theirs');
    undo();
    expect(host.name()).toBe('theirs ours class');
    undoLater();
    expect(host.name()).toBe('ours class');
  });
});
