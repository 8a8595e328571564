import { Agent, get } from 'node:http';
import { afterAll } from '@jest/globals';
import { NodeHttpLibrary } from '../../../../../lib/instrumentation/libraries/node-http/node-http.library.js';
import { describeLibrary } from '../../../../contracts/library.js';

const agent = new Agent({ keepAlive: true });
afterAll(() => agent.destroy());

describeLibrary({
  name: 'node-http',
  Library: NodeHttpLibrary,
  channels: [
    'http.client.request.created',
    'http.client.request.start',
    'http.client.response.finish',
    'http.client.request.error',
  ],
  send: url =>
    new Promise((resolve, reject) => {
      get(url, { agent }, response => response.resume().once('close', resolve)).once('error', reject);
    }),
  label: host => `GET ${host}/items/:id`,
});
