import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { runScenario } from '../dist/scenario.js';

describe('an application with PostgreSQL', () => {
  let alerts;
  before(async () => {
    alerts = await runScenario();
  });

  for (const [route, statement] of [
    ['GET /cart', /^select cents from monitor_sample\.sample_prices where sku = \?$/],
    ['GET /offers', /^select .+ from "monitor_sample"\."sample_prices" .+ limit (\d+|\?)$/i],
  ])
    it(`shows the statement that ${route} repeats`, () => {
      const { verdict } = alerts.get(route).report;
      assert.equal(verdict.kind, 'repeated-io');
      assert.equal(verdict.count, 20);
      assert.match(verdict.subject, statement);
    });

  it('sends one alert about the request that held the connections and the one that waited', () => {
    const [alert, ...others] = [...alerts.values()].filter(({ victims }) => victims.length > 0);
    assert.deepEqual(others, []);
    assert.deepEqual(
      alert.victims.map(({ name }) => name),
      ['GET /stock'],
    );
  });

  it('shows no value', () => {
    assert.doesNotMatch(JSON.stringify([...alerts.values()].map(({ report }) => report)), /sku-\d/);
  });
});
