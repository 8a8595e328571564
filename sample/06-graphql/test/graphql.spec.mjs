import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { runScenario } from '../dist/scenario.js';

describe('an application with GraphQL', () => {
  let alerts;
  let stats;
  before(async () => {
    ({ alerts, stats } = await runScenario());
  });

  it('names executions by their operation', () => {
    assert.deepEqual(stats.endpoints.map(({ kind, name }) => `${kind}: ${name}`).sort(), [
      'graphql: query Health',
      'graphql: query OrdersPage',
      'graphql: query OrdersPageWithLoader',
    ]);
  });

  // On a busy machine, computing may take longer than the calls.
  const repetitionsOf = name => {
    const { verdict, findings } = alerts.get(name)?.report ?? { findings: [] };
    return [verdict, ...findings].filter(finding => finding?.kind === 'repeated-io');
  };

  it('shows the calls that a field resolver repeats', () => {
    const [repetition, ...others] = repetitionsOf('query OrdersPage');
    assert.deepEqual(others, []);
    assert.equal(repetition.count, 40);
    assert.match(repetition.subject, /^GET 127\.0\.0\.1:\d+\/customers\/:id$/);
    assert.match(repetition.headline, /in CustomersService\.ask, called by Order\.customer/);
    assert.equal(alerts.get('query OrdersPage').report.operations[0].calls, 40);
  });

  it('shows none for the same page with a loader', () => {
    assert.deepEqual(repetitionsOf('query OrdersPageWithLoader'), []);
  });
});
