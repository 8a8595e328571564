import { AlertFiles } from '../../../../lib/delivery/alert-files.js';
import { loadS3 } from '../../../../lib/notifiers/store/s3-sdk.js';
import { store } from '../../../../lib/notifiers/store/store.definition.js';
import { StoreNotifier } from '../../../../lib/notifiers/store/store.notifier.js';
import { notifierContract } from '../../../contracts/notifier.js';
import { EventOnce } from '../../../contracts/support/event-once.js';
import { BUCKET, BucketServer, bucketStandIn, CREDENTIALS } from '../../../support/bucket-server.js';

Object.assign(process.env, CREDENTIALS);

const optionsOf = (endpoint: string) => ({ localFile: false, store: { s3: { bucket: BUCKET, endpoint } } }) as const;
const DENIED = '<?xml version="1.0"?><Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>';

notifierContract({
  title: 'store',
  definition: store,
  remedy: /these credentials may not do that: allow s3:PutObject/,
  ambiguous: false,
  async start(state) {
    const reached = new EventOnce();
    if (state === 'ready') {
      const server = await BucketServer.start();
      return {
        options: optionsOf(server.url),
        arrivals: async () =>
          Promise.all((await server.keys()).map(async key => `${key} ${await (await server.get(key)).text()}`)),
        reached: () => reached.happened,
        close: () => server.close(),
      };
    }
    const server = await bucketStandIn(response => {
      reached.happen();
      if (state === 'refusing') response.writeHead(403, { 'content-type': 'application/xml' }).end(DENIED);
    });
    return {
      options: optionsOf(server.url),
      arrivals: async () => [],
      reached: () => reached.happened,
      close: () => server.close(),
    };
  },
  create: (live, log) => ({ notifier: new StoreNotifier(live, new AlertFiles(), log.logger, loadS3) }),
});
