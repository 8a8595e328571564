#!/usr/bin/env bash
# undici 6.28.1, 7.29.1 and 8.10.2, Node 24.21.0 as the server: a client leaves a stream of events, then the server closes.
#
# Guess: the aborted fetch ends its connection, and the client has none until its next request. server.close(), which ends
#        idle connections, is done at once.
# Seen:  undici opens a new connection right after the abort, for no request. To Node's server a connection without any
#        request so far is not idle: close() waits for it. It lasts as long as the client keeps connections alive, so here
#        as long as the server's own Keep-Alive hint of an earlier response. In 6 to 8 alike.
# So a client that cancels streams can hold up the graceful shutdown of a server that has nothing left to answer:
# closeAllConnections() after a moment, or forceCloseConnections in Nest.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund undici6@npm:undici@6.28.1 undici7@npm:undici@7.29.1 undici8@npm:undici@8.10.2
cat >try.mjs <<'JS'
import { createServer } from 'node:http';

const later = ms => new Promise(resolve => setTimeout(resolve, ms, `open after ${ms / 1_000} s`));
for (const version of [6, 7, 8]) {
  const { fetch, Agent } = await import(`undici${version}`);
  const dispatcher = new Agent();
  let requests = 0;
  let connections = 0;
  const server = createServer((request, response) => {
    requests += 1;
    if (request.url === '/first') return response.end('ok');
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    return response.write('data: 1\n\n');
  });
  server.keepAliveTimeout = 60_000;
  server.on('connection', () => (connections += 1));
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${server.address().port}`;
  await (await fetch(`${url}/first`, { dispatcher })).text();
  const leaving = new AbortController();
  const response = await fetch(`${url}/events`, { dispatcher, signal: leaving.signal });
  await response.body.getReader().read();
  const before = connections;
  leaving.abort();
  await later(200);
  const closed = new Promise(resolve => server.close(() => resolve('closed')));
  const outcome = await Promise.race([closed, later(8_000)]);
  console.log(`undici ${version} | ${requests} requests, ${connections - before} connection after the abort, server ${outcome}`);
  server.closeAllConnections();
  await dispatcher.close();
}
JS
for version in 6 7 8; do
  echo "undici $version | 2 requests, 1 connection after the abort, server open after 8 s"
done >expected
npx -y node@24.21.0 try.mjs | tee seen
diff expected seen && echo 'as described'
