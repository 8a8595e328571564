import { describe, expect, it } from '@jest/globals';
import { overrideMethod } from '../../../lib/platform/override-method.js';

class Host {
  name(): string {
    return 'class';
  }
}

const around = (host: Host, word: string): (() => void) =>
  overrideMethod(host, 'name', before => () => `${word} ${before.call(host)}`);

describe('overrideMethod', () => {
  it('replaces the method of one object only, and removes it again', () => {
    const [host, other] = [new Host(), new Host()];
    const undo = around(host, 'ours');
    expect([host.name(), other.name(), Object.keys(host)]).toEqual(['ours class', 'class', []]);
    undo();
    expect([host.name(), Object.getOwnPropertyNames(host)]).toEqual(['class', []]);
  });

  it('restores an own method of the object unchanged', () => {
    const host = Object.assign(new Host(), { name: () => 'own' });
    const before = Object.getOwnPropertyDescriptor(host, 'name');
    around(host, 'ours')();
    expect(Object.getOwnPropertyDescriptor(host, 'name')).toEqual(before);
  });

  it('keeps a later replacement', () => {
    const host = new Host();
    const undo = around(host, 'ours');
    const undoLater = around(host, 'theirs');
    undo();
    expect(host.name()).toBe('theirs ours class');
    undoLater();
    expect(host.name()).toBe('ours class');
  });
});
