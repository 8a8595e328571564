import { describe, expect, it } from '@jest/globals';
import { redactReport } from '../../../lib/report/redact-report.js';
import { capSizeReport, deepTree } from '../../fixtures/reports/cap-size.report.js';
import { nPlusOneReport } from '../../fixtures/reports/n-plus-one.report.js';
import { flatTree, span } from '../../fixtures/reports/tree-node.js';
import { countSteps, runSteps } from '../../support/run-steps.js';
import { redactorOf } from '../privacy/redactor-of.js';

const CANARY = 'c4n4ry-5f1d';

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

  it('works in steps', () => {
    expect(countSteps(redactReport(capSizeReport(), redactorOf()))).toBeGreaterThan(50);
  });
});
