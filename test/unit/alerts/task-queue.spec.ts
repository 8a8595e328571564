import { describe, expect, it } from '@jest/globals';
import { DROPPED, TaskQueue } from '../../../lib/alerts/task-queue.js';
import { microtasks } from './fixtures.js';

/** Tasks that end when told to, in the order in which they were begun. */
class Tasks {
  readonly begun: string[] = [];
  private readonly ends = new Map<string, (value: string) => void>();

  task(name: string): () => Promise<string> {
    return () => {
      this.begun.push(name);
      return new Promise(resolve => this.ends.set(name, resolve));
    };
  }

  async end(name: string): Promise<void> {
    this.ends.get(name)?.(`${name} done`);
    await microtasks();
  }
}

describe('TaskQueue', () => {
  it('runs no more at once than it may, in the order of arrival', async () => {
    const tasks = new Tasks();
    const queue = new TaskQueue(2, 10);
    const results = ['a', 'b', 'c', 'd'].map(name => queue.run(tasks.task(name)));
    expect(tasks.begun).toEqual(['a', 'b']);
    await tasks.end('b');
    expect(tasks.begun).toEqual(['a', 'b', 'c']);
    await tasks.end('a');
    await tasks.end('c');
    await tasks.end('d');
    expect(await Promise.all(results)).toEqual(['a done', 'b done', 'c done', 'd done']);
  });

  it('at its capacity drops nothing, and with one more the one that waited longest', async () => {
    const tasks = new Tasks();
    const queue = new TaskQueue(1, 2);
    const results = ['runs', 'first', 'second'].map(name => queue.run(tasks.task(name)));
    await tasks.end('nothing');
    expect(tasks.begun).toEqual(['runs']);

    results.push(queue.run(tasks.task('third')));
    expect(await results[1]).toBe(DROPPED);
    for (const name of ['runs', 'second', 'third']) await tasks.end(name);
    expect(await Promise.all(results)).toEqual(['runs done', DROPPED, 'second done', 'third done']);
    expect(tasks.begun).not.toContain('first');
  });

  it('goes on after tasks that throw and reject', async () => {
    const queue = new TaskQueue(1, 10);
    const failures = [
      queue.run(() => {
        throw new Error('at once');
      }),
      queue.run(() => Promise.reject(new Error('later'))),
    ];
    expect(await Promise.allSettled(failures)).toMatchObject([
      { reason: new Error('at once') },
      { reason: new Error('later') },
    ]);
    expect(await queue.run(async () => 'well')).toBe('well');
  });

  it('when closed drops what waits and what comes, and lets end what runs', async () => {
    const tasks = new Tasks();
    const queue = new TaskQueue(1, 10);
    const running = queue.run(tasks.task('runs'));
    const waiting = queue.run(tasks.task('waits'));
    queue.close();
    expect(await waiting).toBe(DROPPED);
    expect(await queue.run(tasks.task('comes'))).toBe(DROPPED);
    await tasks.end('runs');
    expect(await running).toBe('runs done');
    expect(tasks.begun).toEqual(['runs']);
  });
});
