import type { PerformanceMonitorOptions } from '../../../lib/index.js';
import { FakeDingTalk } from '../../support/chats/fake-dingtalk.js';
import { FakeFeishu } from '../../support/chats/fake-feishu.js';
import { FakePagerDuty } from '../../support/chats/fake-pagerduty.js';
import type { FakeService } from '../../support/chats/fake-service.js';
import { FakeTeams } from '../../support/chats/fake-teams.js';
import { FakeTelegram } from '../../support/chats/fake-telegram.js';
import { FakeWeCom } from '../../support/chats/fake-wecom.js';

const SECRET = 'secret0of1the2robot';

/** A service, the options that lead to it, and the messages that have arrived. */
export interface Chat {
  readonly service: FakeService;
  readonly options: () => PerformanceMonitorOptions;
  readonly secrets: readonly string[];
  readonly arrivals: () => readonly string[];
}

/** The public services, by the name of the option. */
export const CHATS: Readonly<Record<string, () => Chat>> = {
  dingtalk() {
    const service = new FakeDingTalk({ secret: SECRET });
    const options = () => ({ dingtalk: { webhookUrl: service.webhookUrl, secret: SECRET } });
    const secrets = [SECRET, service.token];
    return { service, options, secrets, arrivals: () => service.messages.map(({ text }) => text) };
  },
  wecom() {
    const service = new FakeWeCom();
    const options = () => ({ wecom: { webhookUrl: service.webhookUrl } });
    const secrets = [service.key];
    return { service, options, secrets, arrivals: () => service.messages.map(({ content }) => content) };
  },
  feishu() {
    const service = new FakeFeishu({ secret: SECRET });
    const options = () => ({ feishu: { webhookUrl: service.webhookUrl, secret: SECRET } });
    return { service, options, secrets: [SECRET, service.hook], arrivals: () => service.shown };
  },
  teams() {
    const service = new FakeTeams();
    const options = () => ({ teams: { webhookUrl: service.webhookUrl } });
    return { service, options, secrets: [service.signature], arrivals: () => service.shown };
  },
  telegram() {
    const service = new FakeTelegram();
    const options = () => ({ telegram: { botToken: service.token, chatId: service.chatId, serverUrl: service.url } });
    const isPage = (bytes: Buffer): boolean => /^<!doctype html>/i.test(bytes.toString('utf8', 0, 20));
    const arrivals = () =>
      service.messages.filter(({ document }) => document && isPage(document.bytes)).map(({ text }) => text);
    return { service, options, secrets: [service.token], arrivals };
  },
  pagerduty() {
    const service = new FakePagerDuty();
    const options = () => ({ pagerduty: { routingKey: service.routingKey, serverUrl: service.url } });
    const secrets = [service.routingKey];
    return { service, options, secrets, arrivals: () => service.alerts.map(({ payload }) => JSON.stringify(payload)) };
  },
};
