import { describe, expect, it } from '@jest/globals';
import type { Report } from '../../../../../lib/model/report.interface.js';
import { OverheadMeter } from '../../../../../lib/overhead/overhead-meter.js';
import { OwnWork } from '../../../../../lib/overhead/own-work.js';
import { renderJson } from '../../../../../lib/report/formats/json/json.format.js';
import { capSizeReport, deepTree } from '../../../../fixtures/reports/cap-size.report.js';
import { hostileReport } from '../../../../fixtures/reports/hostile.report.js';
import { nPlusOneReport } from '../../../../fixtures/reports/n-plus-one.report.js';
import { flatTree } from '../../../../fixtures/reports/tree-node.js';
import { countSteps } from '../../../../support/run-steps.js';

const work = new OwnWork(new OverheadMeter());

describe('renderJson', () => {
  it.each([
    ['a realistic report', nPlusOneReport()],
    ['hostile texts', hostileReport()],
    ['a report at all caps', capSizeReport()],
    ['the deepest tree', capSizeReport(deepTree())],
  ])('writes %s unchanged', async (_, report) => {
    const { tree, ...read } = JSON.parse(Buffer.from(await work.run(renderJson(report))).toString('utf8')) as Report;
    const { tree: expected, ...facts } = report;
    expect(read).toEqual(facts);
    expect(flatTree(tree)).toEqual(flatTree(expected));
  });

  it('does not grow with the depth of the tree', async () => {
    const report = capSizeReport(deepTree());
    const bytes = await work.run(renderJson(report));
    expect(bytes.length).toBeLessThan(JSON.stringify(report).length + 10_000);
  });

  it('yields between the sections, and within the tree', () => {
    expect(countSteps(renderJson(capSizeReport()))).toBeGreaterThan(1_000);
  });
});
