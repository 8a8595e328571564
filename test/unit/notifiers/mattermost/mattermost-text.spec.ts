import { describe, expect, it } from '@jest/globals';
import { mattermostAlert } from '../../../../lib/notifiers/mattermost/mattermost-alert.js';
import { mattermostText } from '../../../../lib/notifiers/mattermost/mattermost-text.js';
import { runesOf } from '../../../support/mattermost/model.js';
import { slackText } from '../../../support/mattermost/webhooks.js';
import { alertOf, reportOf } from '../../alerts/fixtures.js';

const HOSTILE = [
  '@all @channel @here @alice',
  '<!channel> <!here> <!all>',
  '<https://evil.example|click>',
  '[click](https://evil.example)',
  '![x](https://evil.example/x.png)',
  'https://evil.example and www.evil.example',
  '<img src=x onerror=alert(1)>',
  'a | b | c',
  'a\n| b | c |\n# head',
  '`` ` ``` code',
  '**bold** ~~gone~~ _it_ $x$ :smile: #tag ~town-square',
  '\\',
  '\u202e reversed \u0000 nul',
];

/** A message with this text in all places that users control. */
function everywhere(text: string): ReturnType<typeof mattermostText> {
  const report = {
    ...reportOf({ name: text, handler: text, traceId: text, requestId: text }),
    verdict: { kind: 'io' as const, headline: text, subject: text, ms: 1, share: 0.5, location: text },
    runtime: { node: '', nest: '', pid: 1, host: text, platform: '' },
    accounting: {
      ...reportOf().accounting,
      waiting: [{ on: 'database' as const, label: text, ms: 900, count: 1 }],
    },
  };
  const alert = alertOf({
    report,
    victims: [{ name: text, durationMs: 5 }],
    repeats: { count: 2, worstMs: 3, since: 'x' },
  });
  return mattermostText(mattermostAlert(alert, { files: [text] }));
}

describe('text of users', () => {
  it.each(HOSTILE)('is displayed without effect: %j', text => {
    const { message, attachment } = everywhere(text);
    for (const part of [message, attachment.text, attachment.fallback].map(slackText)) {
      expect(part).not.toMatch(/@(all|channel|here|alice)/i);
      expect(part).not.toMatch(/\]\(/);
      expect(part).not.toMatch(/https?:\/\/|\bwww\./);
      expect(part).not.toMatch(/<(?!\u200b)/);
      expect(part).not.toMatch(/[\u202e\u0000]/);
    }
    expect(message.split('\n')).toHaveLength(1);
  });

  it.each(HOSTILE)('breaks no row of the table: %j', text => {
    const rows = everywhere(text).attachment.text.split('\n');
    expect(rows).toHaveLength(everywhere('harmless').attachment.text.split('\n').length);
    for (const row of rows) expect(row.replaceAll('\\|', '').split('|')).toHaveLength(4);
  });

  it.each(['x', '😀', '@', '|', '`', '<', '\\'])('stays below the limits of a message with any length: %j', unit => {
    const { message, attachment } = everywhere(unit.repeat(100_000));
    expect(runesOf(message)).toBeLessThanOrEqual(4_000);
    expect(runesOf(attachment.text)).toBeLessThanOrEqual(12_000);
    expect(Buffer.byteLength(JSON.stringify({ message, attachment }))).toBeLessThan(100_000);
    expect(attachment.text.endsWith('|')).toBe(true);
  });
});
