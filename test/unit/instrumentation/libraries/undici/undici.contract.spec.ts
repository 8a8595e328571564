import { Agent, request } from 'undici';
import { afterAll } from '@jest/globals';
import { UndiciLibrary } from '../../../../../lib/instrumentation/libraries/undici/undici.library.js';
import { describeLibrary } from '../../../../contracts/library.js';

const dispatcher = new Agent();
afterAll(() => dispatcher.close());

describeLibrary({
  name: 'undici',
  Library: UndiciLibrary,
  channels: [
    'undici:request:create',
    'undici:client:sendHeaders',
    'undici:request:headers',
    'undici:request:trailers',
    'undici:request:error',
  ],
  send: async url => (await request(url, { dispatcher })).body.text(),
  label: host => `GET ${host}/items/:id`,
});
