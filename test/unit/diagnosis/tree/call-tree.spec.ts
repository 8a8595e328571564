import { describe, expect, it } from '@jest/globals';
import { diagnose } from '../../../../lib/diagnosis/diagnose.js';
import type { Recording } from '../../../../lib/recorder/recording.interface.js';
import {
  block,
  forest,
  nested,
  nodesOf,
  outline,
  recordingOf,
  samplesOf,
  slice,
  spanOf,
  stackOf,
  wake,
} from '../recordings.js';

const SERVICE = 'file:///app/src/a.service.ts';
const OWN = '/app/node_modules/own/dist';

function treeOf(parts: Partial<Recording>) {
  return diagnose(recordingOf(parts), { ownDirectory: `${OWN}/`, cwd: '/app' }).tree;
}

describe('call tree', () => {
  it('has functions, waits and pauses below their span', () => {
    const tree = treeOf({
      spans: nested('A.outer', 'B.inner'),
      slices: [
        slice(1_000, 1_100),
        slice(1_300, 1_310, 2, wake('database', 'db:1')),
        slice(1_400, 1_410, 2, wake('database', 'db:1')),
      ],
      blocks: [block(1_110, 1_140, 'POST /export')],
      gcPauses: [{ start: 1_050, end: 1_060 }],
      outputHandedOverAt: 1_410,
    });
    expect(outline(tree)).toEqual([
      'span GET /orders 1000',
      '  client response 590',
      '  span A.outer 310',
      '    span B.inner 310',
      '      wait db:1 (database) 260',
      '      blocked POST /export 30',
      '      frame (not sampled) 20',
      '  frame (not sampled) 90',
      '  gc garbage collection 10',
    ]);
    const nodes = nodesOf(tree);
    expect(nodes.find(({ type }) => type === 'wait')?.count).toBe(2);
    expect(nodes.find(({ name }) => name === 'B.inner')).toMatchObject({ spanKind: 'provider', count: 1, selfMs: 0 });
  });

  it('spreads the CPU time of a span over its sampled stacks, in proportion', () => {
    const { frames, leaves } = forest(
      stackOf('(root)', `list@${SERVICE}:5`, `sum@${SERVICE}:9`),
      stackOf('(root)', `list@${SERVICE}:5`, 'pbkdf2Sync@node:crypto:1'),
    );
    const tree = treeOf({
      frames,
      slices: [slice(1_000, 1_800), slice(1_800, 2_000)],
      samples: samplesOf([
        [leaves[0] ?? 0, 3],
        [leaves[1] ?? 0, 1],
      ]),
    });
    expect(outline(tree)).toEqual([
      'span GET /orders 1000',
      '  frame list 1000',
      '    frame sum 750',
      '    frame pbkdf2Sync 250',
    ]);
    expect(tree.children[0]).toMatchObject({ location: 'src/a.service.ts:5' });
    expect(tree.children[0]).not.toHaveProperty('library');
    expect(tree.children[0]?.children[1]).toMatchObject({ library: 'node' });
  });

  it('has a function in one place, before an await and after it', () => {
    const { frames, leaves } = forest(
      stackOf('(root)', 'emit@node:events:1', `invoke@${OWN}/tracer.js:4`, `mixed@${SERVICE}:5`, `sum@${SERVICE}:9`),
      stackOf(
        '(root)',
        'processTicksAndRejections@node:internal/process/task_queues:90',
        'runMicrotasks',
        `mixed@${SERVICE}:5`,
        `sum@${SERVICE}:9`,
      ),
    );
    const tree = treeOf({
      spans: nested('A.mixed'),
      frames,
      slices: [slice(1_000, 2_000, 1)],
      samples: samplesOf(leaves.map(leaf => [leaf, 1, 1] as const)),
    });
    expect(outline(tree)).toEqual([
      'span GET /orders 1000',
      '  span A.mixed 1000',
      '    frame mixed 1000',
      '      frame sum 1000',
    ]);
  });

  it('shows work of Node itself, and Node below other code', () => {
    const { frames, leaves } = forest(
      stackOf('(root)', 'onStreamRead@node:internal/stream_base_commons:1', 'readableAddChunk@node:internal/streams:2'),
      stackOf('(root)', 'listOnTimeout@node:internal/timers:3', `poll@${SERVICE}:7`, 'stringify'),
    );
    const tree = treeOf({
      frames,
      slices: [slice(1_000, 2_000)],
      samples: samplesOf(leaves.map(leaf => [leaf, 1] as const)),
    });
    expect(outline(tree)).toEqual([
      'span GET /orders 1000',
      '  frame onStreamRead 500',
      '    frame readableAddChunk 500',
      '  frame poll 500',
      '    frame stringify 500',
    ]);
  });

  it('names the kind of each wait', () => {
    const slices = [slice(1_000, 1_100), slice(1_500, 1_600, 0, wake('dns')), slice(1_900, 2_000, 0, wake('timer'))];
    const waits = nodesOf(treeOf({ slices })).filter(({ type }) => type === 'wait');
    expect(waits.map(({ on }) => on)).toEqual(['dns', 'timer']);
  });

  it('merges siblings of the same name and adds up their calls', () => {
    const spans = [
      ...nested(),
      spanOf('R.find', 0, 1_000, 1_100),
      spanOf('R.find', 0, 1_100, 1_200, { count: 4, totalMs: 90 }),
    ];
    const tree = treeOf({ spans, slices: [slice(1_000, 1_100, 1), slice(1_100, 1_200, 2)] });
    expect(tree.children.filter(({ type }) => type === 'span')).toEqual([
      expect.objectContaining({ name: 'R.find', ms: 200, count: 5 }),
    ]);
  });

  it('leaves out frames of this package, and the frames above the wrapper that opened the span', () => {
    const frames = stackOf(
      `express@/app/node_modules/express/index.js:1`,
      `open@${OWN}/span.js:1`,
      `list@${SERVICE}:5`,
      `now@${OWN}/hook.js:2`,
    );
    const tree = treeOf({ frames, slices: [slice(1_000, 2_000)], samples: samplesOf([[3, 2]]) });
    expect(outline(tree)).toEqual(['span GET /orders 1000', '  frame list 1000']);
  });

  it('shows the callers of a sample taken in this package, and `(not sampled)` without callers', () => {
    const frames = stackOf(`open@${OWN}/span.js:1`);
    const tree = treeOf({ frames, slices: [slice(1_000, 2_000)], samples: samplesOf([[0, 2]]) });
    expect(outline(tree)).toEqual(['span GET /orders 1000', '  frame (not sampled) 1000']);
  });

  it('does not spread CPU time over idle or GC samples', () => {
    const { frames, leaves } = forest(
      stackOf('(root)', '(idle)'),
      stackOf('(root)', '(garbage collector)'),
      stackOf('(root)', '(program)'),
    );
    const tree = treeOf({
      frames,
      slices: [slice(1_000, 2_000)],
      samples: samplesOf(leaves.map(leaf => [leaf, 3] as const)),
    });
    expect(outline(tree)).toEqual(['span GET /orders 1000', '  frame (program) 1000']);
  });

  it('collapses stacks of more than 120 frames: library frames in the middle first, never the sampled one', () => {
    const deep = Array.from({ length: 200 }, (_, i) =>
      i % 2 === 0 ? `app${i}@${SERVICE}:${i + 1}` : `lib${i}@/app/node_modules/x/i.js:${i + 1}`,
    );
    const nodes = nodesOf(
      treeOf({ frames: stackOf(...deep), slices: [slice(1_000, 2_000)], samples: samplesOf([[199, 1]]) }),
    );
    expect(nodes).toHaveLength(121);
    expect(nodes.filter(({ name }) => name.startsWith('app'))).toHaveLength(100);
    expect(nodes.at(-1)).toMatchObject({ name: 'lib199', selfMs: 1_000 });
    const allApp = Array.from({ length: 250 }, (_, i) => `app${i}@${SERVICE}:${i + 1}`);
    const hard = nodesOf(
      treeOf({ frames: stackOf(...allApp), slices: [slice(1_000, 2_000)], samples: samplesOf([[249, 1]]) }),
    );
    expect(hard.map(({ name }) => name)).toEqual(expect.arrayContaining(['app0', 'app59', 'app249']));
    expect(hard).toHaveLength(121);
  });

  it('does not grow without bound for a method that calls itself', () => {
    const spans = nested(...Array.from({ length: 400 }, () => 'A.again'));
    const nodes = nodesOf(treeOf({ spans, slices: [slice(1_000, 2_000, 400)] }));
    expect(nodes).toHaveLength(102);
    expect(nodes.at(-1)).toMatchObject({ name: '(not sampled)', ms: 1_000 });
  });

  it('merges the smallest nodes beyond 2 000, and loses no time', () => {
    const stacks = Array.from({ length: 3_000 }, (_, i) =>
      stackOf(`top${i % 10}@${SERVICE}:${i % 10}`, `leaf${i}@${SERVICE}:${i + 100}`),
    );
    const { frames, leaves } = forest(...stacks);
    const tree = treeOf({
      frames,
      slices: [slice(1_000, 2_000)],
      samples: samplesOf(leaves.map((leaf, i) => [leaf, 1 + (i % 3)] as const)),
    });
    const nodes = nodesOf(tree);
    expect(nodes.length).toBeLessThanOrEqual(2_000);
    expect(nodes.length).toBeGreaterThan(1_000);
    const more = nodes.filter(({ name }) => /^\(\d+ more\)$/.test(name));
    expect(more.length).toBeGreaterThan(0);
    expect(tree.ms).toBeCloseTo(1_000, 6);
    const shown = nodes.filter(({ name }) => name.startsWith('leaf')).length;
    expect(shown + more.reduce((sum, { count = 0 }) => sum + count, 0)).toBe(3_000);
  });
});
