import { dingtalk, type DingTalkOption } from './dingtalk/dingtalk.definition.js';
import { email, type EmailOption } from './email/email.definition.js';
import { feishu, type FeishuOption } from './feishu/feishu.definition.js';
import { localFile, type LocalFileOption } from './local-file/local-file.definition.js';
import { mattermost, type MattermostOption } from './mattermost/mattermost.definition.js';
import type { NotifierDefinition } from './notifier-definition.js';
import { pagerduty, type PagerDutyOption } from './pagerduty/pagerduty.definition.js';
import { store, type StoreOption } from './store/store.definition.js';
import { teams, type TeamsOption } from './teams/teams.definition.js';
import { telegram, type TelegramOption } from './telegram/telegram.definition.js';
import { webhook, type WebhookOption } from './webhook/webhook.definition.js';
import { wecom, type WeComOption } from './wecom/wecom.definition.js';

/** All built-in notifiers, in the order of the settings table and of the results of `testNotifiers()`. @internal */
export const builtInNotifiers: readonly NotifierDefinition[] = [
  localFile,
  store,
  mattermost,
  webhook,
  email,
  teams,
  telegram,
  pagerduty,
  dingtalk,
  wecom,
  feishu,
];

/** The options of all built-in notifiers. */
export interface NotifierOptions
  extends
    LocalFileOption,
    StoreOption,
    MattermostOption,
    WebhookOption,
    EmailOption,
    TeamsOption,
    TelegramOption,
    PagerDutyOption,
    DingTalkOption,
    WeComOption,
    FeishuOption {}
