import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { runScenario } from '../dist/sample/03-mattermost/src/scenario.js';

describe('alerts in a Mattermost channel', () => {
  let result;
  before(async () => {
    result = await runScenario();
  });

  it('says what to do when the bot is in no channel, while the other notifiers deliver', () => {
    const { success, results } = result.testBefore;
    assert.equal(success, false);
    assert.match(results.mattermost.error, /add the bot to the team and the channel/);
    assert.deepEqual([results.board, results['local-file']], [{ ok: true }, { ok: true }]);
    assert.equal(result.testAfter.success, true);
  });

  it('posts one alert for each slow route, with its report', () => {
    assert.equal(result.flushed, true);
    const tables = result.posts.map(post => post.props.attachments[0].text);
    assert.equal(tables.filter(text => text.includes('`POST /checkout/:cart`')).length, 1);
    assert.equal(tables.filter(text => text.includes('`GET /search/:text`')).length, 1);
    assert.equal(result.posts.length, 3);
    for (const bytes of result.attached) assert.ok(bytes > 10_000);
  });

  it('calls nobody in the channel', () => {
    assert.doesNotMatch(JSON.stringify(result.posts), /@(channel|all|here)\b/);
  });

  it("tells the application's own notifier, too", () => {
    assert.equal(result.board.filter(line => line.startsWith('test:')).length, 2);
    assert.equal(result.board.filter(line => !line.startsWith('test:')).length, 2);
  });
});
