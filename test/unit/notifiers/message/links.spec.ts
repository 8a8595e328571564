import { describe, expect, it } from '@jest/globals';
import { mailContent } from '../../../../lib/notifiers/email/mail-content.js';
import { mattermostText } from '../../../../lib/notifiers/mattermost/mattermost-text.js';
import type { Message } from '../../../../lib/notifiers/message/message.interface.js';
import { dingTalkBody } from '../../../../lib/notifiers/dingtalk/dingtalk.body.js';
import { teamsBody } from '../../../../lib/notifiers/teams/teams.body.js';
import { telegramText } from '../../../../lib/notifiers/telegram/telegram-text.js';
import { weComBody } from '../../../../lib/notifiers/wecom/wecom.body.js';
import { triggerEvent } from '../../../../lib/notifiers/pagerduty/pagerduty-event.js';
import { alertOf } from '../../alerts/fixtures.js';
import { discordBody } from '../../../../lib/notifiers/webhook/discord.body.js';
import { slackBody } from '../../../../lib/notifiers/webhook/slack.body.js';

const LINK = 'https://reports.example.com/orders/2026-11-23T09-15-02.123Z_http_GET-orders-id_1840ms_x1.html';
const message: Message = {
  headline: 'GET /orders 1.84 s',
  subject: 'GET /orders 1.84 s',
  color: '#e8a33d',
  tone: 'warning',
  rows: [{ label: ['Report'], value: [{ data: LINK, whole: true, link: true }] }],
};

describe('a link to a report', () => {
  it.each([
    ['Mattermost', mattermostText(message).attachment.text, LINK],
    ['Discord', JSON.stringify(discordBody(message)), LINK],
    ['Slack', JSON.stringify(slackBody(message)), `<${LINK}>`],
    ['DingTalk', JSON.stringify(dingTalkBody(message)), `[${LINK}](${LINK})`],
    ['WeCom', JSON.stringify(weComBody(message)), `[${LINK}](${LINK})`],
    ['Teams', JSON.stringify(teamsBody(message)), `"selectAction":{"type":"Action.OpenUrl","url":"${LINK}"}`],
    ['Telegram', telegramText(message, 4_000), `<a href="${LINK}">${LINK}</a>`],
    ['HTML', mailContent(message).html, `<a href="${LINK}">${LINK}</a>`],
    ['a plain mail', mailContent(message).text, LINK],
  ])('can be opened in %s', (_, text, link) => {
    expect(text).toContain(link);
    expect(text).not.toContain(`\`${LINK}`);
  });
});

it('a link to a report is a link of the event for PagerDuty, and a path is none', () => {
  expect(triggerEvent(alertOf(), { files: [LINK] }).links).toEqual([{ href: LINK, text: 'Report' }]);
  expect(triggerEvent(alertOf(), { files: ['/var/reports/a.html'] }).links).toEqual([]);
});
