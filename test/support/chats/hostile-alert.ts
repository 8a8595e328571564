import { alertOf, reportOf } from '../../unit/alerts/fixtures.js';
import type { Alert } from '../../../lib/model/alert.interface.js';

/** Texts that have an effect in one chat or another. */
export const HOSTILE = [
  '@all @everyone @channel @here @alice @13800000000',
  '<@all> <@U1> <!channel> <!here>',
  '<at id=all></at> <at user_id="all">all</at> <at>Everyone</at>',
  '&lt;@all&gt; &lt;at id=all&gt;&lt;/at&gt; &#60;@all&#62;',
  '<https://evil.example|click> <a href="https://evil.example">x</a>',
  '[click](https://evil.example) ![x](https://evil.example/x.png) [click][1]',
  'https://evil.example and www.evil.example',
  '<img src=x onerror=alert(1)> <font color="warning">x</font></code></b>',
  '/stop /stop@bot #tag $CASH',
  'a\n### b\n- c\n> d\r\n\r\n---\n| e |',
  '`` ` ``` code `',
  '**bold** __bold__ ~~gone~~ _it_ *it* $x$ :smile:',
  '\\',
  '\u202e reversed \u0000 nul \ud800 half',
];

/** An alert with this text in all places that users control. */
export function hostileAlert(text: string, part: Partial<Alert> = {}): Alert {
  const report = {
    ...reportOf({ name: text, handler: text, traceId: text, requestId: text }),
    verdict: { kind: 'io' as const, headline: text, subject: text, ms: 1, share: 0.5, location: text },
    runtime: { node: '', nest: '', pid: 1, host: text, platform: '' },
    accounting: {
      ...reportOf().accounting,
      waiting: (['database', 'http', 'dns', 'fs', 'pool'] as const).map(on => ({ on, label: text, ms: 300, count: 1 })),
    },
  };
  const victims = Array.from({ length: 9 }, () => ({ name: text, durationMs: 5 }));
  return alertOf({ report, victims, repeats: { count: 2, worstMs: 3, since: 'x' }, ...part });
}

/** One character each, in a text that is far too long. */
export const UNITS = ['x', '中', '😀', '@', '<', '&', '`', '\\', '*', '_', '"'] as const;
