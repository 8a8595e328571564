import { beforeAll, describe, expect, it } from '@jest/globals';
import { runTool, type ToolResult } from './run-tool.js';

const ALLOWED = {
  'package.json': '{ "name": "fixture", "type": "module" }',
  'lib/index.ts': "export type { Counts } from './stats/counts.js';",
  'lib/model/unit.ts': 'export type Unit = string;',
  'lib/stats/counts.ts': "import type { Unit } from '../model/unit.js';\nexport type Counts = Unit[];",
};

const FORBIDDEN = {
  'lib/tracing/by-type.ts': "import type { Counts } from '../stats/counts.js';\nexport type Span = Counts;",
  'lib/tracing/by-inline-type.ts': "import { type Counts } from '../stats/counts.js';\nexport type Span = Counts;",
  'lib/tracing/by-type-export.ts': "export type { Counts } from '../stats/counts.js';",
  'lib/tracing/by-export.ts': "export * from '../stats/counts.js';",
  'lib/tracing/by-call.ts': "export const load = () => import('../stats/counts.js');",
  'lib/boundaries/by-folder.ts': "export * from '../instrumentation/method.js';",
  'lib/instrumentation/method.ts': 'export {};',
  'lib/options/circle-of-types.ts': "import type { B } from './second-of-circle.js';\nexport type A = B;",
  'lib/options/second-of-circle.ts': "import type { A } from './circle-of-types.js';\nexport type B = A;",
  'lib/model/type-of-import.ts': "export type Units = typeof import('./unit.js');",
  'lib/model/default-import.ts': "export class A {\n  constructor(readonly load = () => import('./unit.js')) {}\n}",
  'lib/module/undeclared.ts': "import ms from 'ms';\nexport default ms;",
  'lib/module/optional.ts': "import type { Transporter } from 'nodemailer';\nexport type Mailer = Transporter;",
  'lib/module/entry.ts': "export * from '../index.js';",
  'lib/module/missing.ts': "export * from './nowhere.js';",
  'lib/diagnosis/node.ts': "import 'node:fs';",
  'lib/diagnosis/nest.ts': "import '@nestjs/common';",
  'lib/helpers/text.ts': 'export {};',
  'lib/module/command.ts': "export * from '../../cli/list/list.js';",
  'cli/list/list.ts': "export * from '../../lib/stats/counts.js';\nexport * from '../doctor/check.js';",
  'cli/list/nest.ts': "import '@nestjs/common';",
  'cli/doctor/check.ts': "export * from '../../lib/stats/counts.js';",
};

describe('check-imports', () => {
  it('passes imports that the table allows', async () => {
    expect(await runTool('check-imports.mjs', ALLOWED)).toEqual({ code: 0, lines: [] });
  });

  describe('given breaches', () => {
    let result: ToolResult;

    beforeAll(async () => {
      result = await runTool('check-imports.mjs', { ...ALLOWED, ...FORBIDDEN });
    });

    it('fails', () => expect(result.code).toBe(1));

    it.each([
      ['a type import', 'lib/tracing/by-type.ts -> lib/stats/counts.ts: tracing: '],
      ['an inline type import', 'lib/tracing/by-inline-type.ts -> lib/stats/counts.ts: tracing: '],
      ['a type export', 'lib/tracing/by-type-export.ts -> lib/stats/counts.ts: tracing: '],
      ['an export of everything', 'lib/tracing/by-export.ts -> lib/stats/counts.ts: tracing: '],
      ['a dynamic import', 'lib/tracing/by-call.ts -> lib/stats/counts.ts: tracing: '],
      [
        'a file outside the allowed folder',
        'lib/boundaries/by-folder.ts -> lib/instrumentation/method.ts: boundaries: ',
      ],
      ['a hidden type import', 'lib/model/type-of-import.ts -> ./unit.js: unseen: '],
      ['a hidden dynamic import', 'lib/model/default-import.ts -> ./unit.js: unseen: '],
      ['an undeclared package', 'lib/module/undeclared.ts -> ms: declared: '],
      ['a type of an optional peer', 'lib/module/optional.ts -> nodemailer: optional-peer: '],
      ['an import of the public surface', 'lib/module/entry.ts -> lib/index.ts: no-entry: '],
      ['a missing file', 'lib/module/missing.ts -> ./nowhere.js: resolvable: '],
      ['Node in a pure room', 'lib/diagnosis/node.ts -> fs: pure-of-node: '],
      ['Nest in a pure room', 'lib/diagnosis/nest.ts -> @nestjs/common: pure: '],
      ['a command in the library', 'lib/module/command.ts -> cli/list/list.ts: no-command: '],
      ['a room that the command must not use', 'cli/list/list.ts -> lib/stats/counts.ts: cli: '],
      ['doctor in another command', 'cli/list/list.ts -> cli/doctor/check.ts: doctor-alone: '],
      ['Nest in a command', 'cli/list/nest.ts -> @nestjs/common: cli: '],
      [
        'a permission that no import uses',
        'tools/rooms.mjs: boundaries may import tracing, but no import uses this permission',
      ],
      ['a folder that is no room', 'lib/helpers: stands in no room'],
    ])('reports %s', (_, start) => {
      expect(result.lines).toContainEqual(expect.stringMatching(new RegExp(`^${start}`)));
    });

    it('reports a circle of types once, with its files', () => {
      expect(result.lines.filter(breach => breach.includes('no-circle'))).toEqual([
        expect.stringMatching(/circle-of-types\.ts.* -> .*second-of-circle\.ts/),
      ]);
    });
  });
});
