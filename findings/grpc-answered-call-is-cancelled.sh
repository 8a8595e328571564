#!/usr/bin/env bash
# @grpc/grpc-js 1.9.15 and 1.14.7, on Node 24.21.0: the event `cancelled` of a call of a server.
#
# Guess: it means that the client, or the deadline, ended the call before its answer. A call that was answered emits none,
#        and its property `cancelled` stays false, in both versions.
# Seen:  true for 1.9.15. Since interceptors of servers came (1.10), each call emits it once its status was sent, and is
#        `cancelled` then, also after an answer with the status OK. A stream emits it after `finish`.
# So a server that stops work at `cancelled`, or counts clients that left, looks first for the status that was sent.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >try.mjs <<'JS'
import { createRequire } from 'node:module';
const grpc = createRequire(import.meta.url)(process.argv[2]);

const method = (path, responseStream) => ({
  path,
  requestStream: false,
  responseStream,
  requestSerialize: Buffer.from,
  requestDeserialize: String,
  responseSerialize: Buffer.from,
  responseDeserialize: String,
});
const definition = { one: method('/test.Echo/One', false), many: method('/test.Echo/Many', true) };
const events = [];
const observe = (name, call) => {
  for (const event of ['finish', 'cancelled']) call.on(event, () => events.push(`${name} ${event}`));
};
const server = new grpc.Server();
server.addService(definition, {
  one: (call, callback) => {
    observe('one', call);
    callback(null, `answer to ${call.request}`);
  },
  many: call => {
    observe('many', call);
    call.write('first');
    call.end();
  },
});
const port = await new Promise((resolve, reject) =>
  server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, found) =>
    error ? reject(error) : resolve(found),
  ),
);
// Version 1.9 starts by hand, and later ones warn of that.
if (process.argv[3] === '1.9') server.start();
const Client = grpc.makeGenericClientConstructor(definition, 'test.Echo');
const client = new Client(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
const one = await new Promise((resolve, reject) =>
  client.one('a', (error, answer) => (error ? reject(error) : resolve(answer))),
);
const status = await new Promise(resolve => client.many('b').on('status', resolve).resume());
// All streams of HTTP/2 are closed then.
client.close();
await new Promise(resolve => server.tryShutdown(resolve));
console.log(process.argv[3], '|', one, '|', status.code, '|', events.join(', '));
JS
npm init -y >/dev/null
npm install --silent --no-audit --no-fund grpc19@npm:@grpc/grpc-js@1.9.15 grpc114@npm:@grpc/grpc-js@1.14.7
printf '%s\n' '1.9 | answer to a | 0 | many finish' \
  '1.14 | answer to a | 0 | one cancelled, many finish, many cancelled' >expected
for version in 1.9 1.14; do
  npx -y node@24.21.0 try.mjs "grpc${version/./}" "$version"
done | tee seen
diff expected seen && echo 'as described'
