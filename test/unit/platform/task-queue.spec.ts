import { describe, expect, it } from '@jest/globals';
import { DroppedTask, TaskQueue } from '../../../lib/platform/task-queue.js';
import { microtasks } from '../alerts/fixtures.js';

/** Tasks that the test ends; `begun` has the order of their start. */
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
  it('runs no more tasks at once than its concurrency, in the order of arrival', async () => {
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

  it('drops nothing at its capacity, and beyond it the task that has waited longest', async () => {
    const tasks = new Tasks();
    const queue = new TaskQueue(1, 2);
    const results = ['runs', 'first', 'second'].map(name => queue.run(tasks.task(name)));
    await tasks.end('nothing');
    expect(tasks.begun).toEqual(['runs']);

    results.push(queue.run(tasks.task('third')));
    expect(await results[1]).toEqual(new DroppedTask('queue-full'));
    for (const name of ['runs', 'second', 'third']) await tasks.end(name);
    expect(await Promise.all(results)).toEqual([
      'runs done',
      new DroppedTask('queue-full'),
      'second done',
      'third done',
    ]);
    expect(tasks.begun).not.toContain('first');
  });

  it('keeps waiting tasks within its bytes, measured when another task comes, and always the newest', async () => {
    const tasks = new Tasks();
    const queue = new TaskQueue(1, 10, 100);
    const sizes = { a: 60, b: 40, c: 200 };
    void queue.run(tasks.task('runs'), () => 1_000);
    const a = queue.run(tasks.task('a'), () => sizes.a);
    const b = queue.run(tasks.task('b'), () => sizes.b);
    await tasks.end('nothing');
    sizes.b = 41;
    const c = queue.run(tasks.task('c'), () => sizes.c);
    expect(await a).toEqual(new DroppedTask('queue-bytes'));
    expect(await b).toEqual(new DroppedTask('queue-bytes'));
    await tasks.end('runs');
    await tasks.end('c');
    expect(await c).toBe('c done');
  });

  it('continues after tasks that throw and reject', async () => {
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

  it('drops waiting and later tasks when closed, and lets running tasks finish', async () => {
    const tasks = new Tasks();
    const queue = new TaskQueue(1, 10);
    const running = queue.run(tasks.task('runs'));
    const waiting = queue.run(tasks.task('waits'));
    queue.close();
    expect(await waiting).toEqual(new DroppedTask('shutdown'));
    expect(await queue.run(tasks.task('comes'))).toEqual(new DroppedTask('shutdown'));
    await tasks.end('runs');
    expect(await running).toBe('runs done');
    expect(tasks.begun).toEqual(['runs']);
  });
});
