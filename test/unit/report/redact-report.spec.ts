import { describe, expect, it } from '@jest/globals';
import { redactReport } from '../../../lib/report/redact-report.js';
import type { Report } from '../../../lib/model/report.interface.js';
import { capSizeReport, deepTree } from '../../fixtures/reports/cap-size.report.js';
import { nPlusOneReport } from '../../fixtures/reports/n-plus-one.report.js';
import { flatTree, span } from '../../fixtures/reports/tree-node.js';
import { countSteps, runSteps } from '../../support/run-steps.js';
import { redactorOf } from '../privacy/redactor-of.js';

const CANARY = 'c4n4ry-5f1d';

/** Paths of members that are not masked, of those whose names the tests try elsewhere. */
const EXEMPT = new Set([
  'id',
  'tool.version',
  'execution.url',
  'execution.query',
  'execution.params',
  'execution.headers',
  'execution.body',
  'execution.traceId',
  'execution.requestId',
  'verdict.location',
  'findings.0.location',
  'findings.1.location',
  'findings.1.culprit.location',
]);

/** With every optional member. */
function completeReport(): Report {
  const report = nPlusOneReport();
  const execution = { ...report.execution, params: { id: 'a' }, clientAddress: 'b', contentType: 'c' };
  return { ...report, execution, monitor: { ...report.monitor, degraded: ['d'] } };
}

type Path = readonly string[];

function* textPaths(value: unknown, path: Path = []): Generator<string> {
  if (typeof value === 'string') yield path.join('.');
  if (typeof value !== 'object' || value === null) return;
  for (const [name, member] of Object.entries(value)) yield* textPaths(member, [...path, name]);
}

/** Objects, and no lists. */
function* objectPaths(value: unknown, path: Path = []): Generator<Path> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield path;
  for (const [name, member] of Object.entries(value)) yield* objectPaths(member, [...path, name]);
}

function at(value: unknown, path: Path): unknown {
  return path.reduce((inner, name) => Reflect.get(inner as object, name) as unknown, value);
}

/** In what is masked before. */
function isInside(path: Path): boolean {
  return path.some((_, length) => EXEMPT.has(path.slice(0, length + 1).join('.')));
}

/** Whether a text is masked when it stands there. */
function isMasked(path: string, text: string, redactor = redactorOf()): boolean {
  const report = completeReport();
  const names = textPathNames(report, path);
  Reflect.set(at(report, names.slice(0, -1)) as object, names.at(-1) ?? '', text);
  return !JSON.stringify(runSteps(redactReport(report, redactor))).includes(CANARY);
}

/** The names of a path, some of which may hold a dot. */
function textPathNames(value: unknown, path: string, names: Path = []): Path {
  if (path === '') return names;
  const name = Object.keys(value as object).find(key => path === key || path.startsWith(`${key}.`)) ?? '';
  return textPathNames(Reflect.get(value as object, name), path.slice(name.length + 1), [...names, name]);
}

describe('redactReport', () => {
  it.each([
    ['a realistic report', nPlusOneReport()],
    ['a report at all caps', capSizeReport()],
    ['the deepest tree', capSizeReport(deepTree())],
  ])('leaves %s as it is', (_, report) => {
    const { tree, ...copy } = runSteps(redactReport(report, redactorOf()));
    const { tree: expected, ...facts } = report;
    expect(copy).toEqual(facts);
    expect(flatTree(tree)).toEqual(flatTree(expected));
    expect(tree).not.toBe(expected);
  });

  it('masks in all that has been named by people and libraries', () => {
    const report = nPlusOneReport();
    const named = `load token=${CANARY}`;
    const copy = runSteps(
      redactReport(
        {
          ...report,
          execution: { ...report.execution, name: named, handler: named },
          verdict: { ...report.verdict, headline: named, subject: named, culprit: { name: named, function: named } },
          findings: [{ ...report.verdict, headline: named }],
          accounting: { ...report.accounting, waiting: [{ on: 'database', label: named, ms: 1, count: 1 }] },
          tree: span(named, [span(named, [])]),
          timeline: {
            spans: report.timeline.spans.map(each => ({ ...each, name: named })),
            spansDropped: 0,
            loop: [{ type: 'blocked', startMs: 0, endMs: 1, by: named }],
            waits: [{ on: 'other', label: named, startMs: 0, endMs: 1 }],
          },
          monitor: { ...report.monitor, degraded: [named] },
        },
        redactorOf(),
      ),
    );
    expect(JSON.stringify(copy)).not.toContain(CANARY);
    expect(copy.execution.name).toBe('load token=[REDACTED]');
  });

  it('looks for configured secrets in places of the code, and for nothing else', () => {
    const mattermost = { webhookUrl: `https://chat.example/hooks/${CANARY}12` };
    const report = nPlusOneReport();
    const copy = runSteps(
      redactReport(
        { ...report, verdict: { ...report.verdict, location: `token=1/${CANARY}12.ts:4` } },
        redactorOf({ mattermost }),
      ),
    );
    expect(copy.verdict.location).toBe('token=1/[REDACTED].ts:4');
  });

  it('masks a secret at every path, but for facts of the code and what is masked before', () => {
    const found = [...textPaths(completeReport())].filter(path => !isMasked(path, `token=${CANARY}`));
    expect(found).toEqual([
      'id',
      'tool.version',
      'execution.startedAt',
      'execution.url',
      'execution.traceId',
      'execution.requestId',
      'execution.query.expand',
      'execution.query.token',
      'execution.query.page.0',
      'execution.query.page.1',
      'execution.headers.accept',
      'execution.headers.authorization',
      'execution.headers.user-agent',
      'execution.headers.x-request-id',
      'execution.body.note',
      'execution.body.card',
      'execution.params.id',
      'verdict.location',
      'findings.0.location',
      'findings.1.culprit.location',
      ...[...textPaths(completeReport())].filter(path => /^tree\.(children\.\d+\.)*(location|library)$/.test(path)),
      'runtime.node',
      'runtime.nest',
      'runtime.platform',
    ]);
  });

  it('masks configured secrets in the facts of the code, too', () => {
    const secret = `${CANARY}-configured`;
    const mattermost = { webhookUrl: `https://chat.example/hooks/${secret}` };
    const redactor = redactorOf({ mattermost });
    const shown = [...textPaths(completeReport())].filter(path => !isMasked(path, secret, redactor));
    expect(shown.every(path => /^execution\.(url|traceId|requestId|query|params|headers|body)/.test(path))).toBe(true);
    expect(shown.length).toBeGreaterThan(5);
  });

  it.each([
    'url',
    'query',
    'params',
    'headers',
    'body',
    'traceId',
    'requestId',
    'location',
    'library',
    'id',
    'version',
  ])('exempts a member %s at its own path only', name => {
    const elsewhere = [...objectPaths(completeReport())].filter(path => !EXEMPT.has([...path, name].join('.')));
    expect(elsewhere.length).toBeGreaterThan(20);
    for (const path of elsewhere) {
      if (isInside(path) || (path[0] === 'tree' && (name === 'location' || name === 'library'))) continue;
      const report = completeReport();
      Reflect.set(at(report, path) as object, name, { deeper: [`token=${CANARY}`] });
      expect([path, JSON.stringify(runSteps(redactReport(report, redactorOf()))).includes(CANARY)]).toEqual([
        path,
        false,
      ]);
    }
  });

  it('works in steps', () => {
    expect(countSteps(redactReport(capSizeReport(), redactorOf()))).toBeGreaterThan(50);
  });
});
