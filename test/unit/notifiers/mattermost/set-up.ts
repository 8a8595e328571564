import { afterEach, beforeEach } from '@jest/globals';
import { FakeMattermost } from '../../../support/mattermost/fake-mattermost.js';
import type { Fault } from '../../../support/mattermost/faults.js';
import { mattermostNotifier } from '../../../support/notifiers.js';

/** What the server does to one request, and what is to become of the post. */
export interface FaultCase {
  readonly fault: Fault;
  readonly times?: number;
  readonly requests: number;
  readonly posts: number;
  readonly error?: RegExp;
  readonly ambiguous?: boolean;
  readonly permanent?: boolean;
}

interface Chat {
  readonly server: FakeMattermost;
  /** As `mattermostNotifier`; its connections are closed after the test. */
  notifier(...args: Parameters<typeof mattermostNotifier>): ReturnType<typeof mattermostNotifier>;
}

/** A fake Mattermost of its own for each test of the suite. */
export function chatForEachTest(): Chat {
  let current: FakeMattermost | undefined;
  const closers: (() => Promise<void>)[] = [];
  beforeEach(async () => {
    const server = await FakeMattermost.start();
    current = server;
    closers.push(() => server.close());
  });
  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close();
  });
  return {
    get server() {
      if (current === undefined) throw new Error('the server is there in tests only');
      return current;
    },
    notifier: (...args) => {
      const made = mattermostNotifier(...args);
      closers.push(() => made.http.close());
      return made;
    },
  };
}
