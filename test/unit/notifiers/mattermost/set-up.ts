import { afterEach, beforeEach } from '@jest/globals';
import { FakeMattermost } from '../../../support/mattermost/fake-mattermost.js';
import type { Fault } from '../../../support/mattermost/faults.js';
import { mattermostNotifier } from '../../../support/notifiers.js';

/** A fault of one request, and the expected outcome of the post. */
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
  /** Like `mattermostNotifier`. Its connections are closed after the test. */
  notifier(...args: Parameters<typeof mattermostNotifier>): ReturnType<typeof mattermostNotifier>;
}

/** A separate fake Mattermost for each test of the suite. */
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
      if (current === undefined) throw new Error('the server exists in tests only');
      return current;
    },
    notifier: (...args) => {
      const made = mattermostNotifier(...args);
      closers.push(() => made.http.close());
      return made;
    },
  };
}
