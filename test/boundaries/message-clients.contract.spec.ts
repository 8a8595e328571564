import { Transport } from '@nestjs/microservices';
import { describeMessages } from '../contracts/message-library.js';
import { freePort } from '../host/parts/free-port.js';

let port = 0;

describeMessages({
  title: 'TCP',
  system: 'tcp',
  peer: () => `127.0.0.1:${port}`,
  open: async () => {
    port = await freePort();
  },
  close: () => Promise.resolve(),
  options: () => ({ transport: Transport.TCP, options: { host: '127.0.0.1', port } }),
});
