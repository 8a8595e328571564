#!/usr/bin/env bash
# mysql2 3.24.6: with a subscriber to its channel, an error that nobody handles no longer ends the process.
#
# Guess: diagnostics channels observe, and change nothing.
# Seen:  for a query without a callback, mysql2 makes a promise for the channel, and adds an `error` listener to the query
#        for it. It handles the rejection itself. Without a subscriber there is no listener: the error is uncaught.
# So an application that forgets a listener keeps running under any monitor that subscribes. Pools always listen.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund mysql2@3.24.6 >/dev/null
cat >try.mjs <<'JS'
import { subscribe } from 'node:diagnostics_channel';
import mysql from 'mysql2';

const server = mysql.createServer().listen(0, '127.0.0.1');
server.on('connection', connection => {
  connection.serverHandshake({ protocolVersion: 10, serverVersion: '8', connectionId: 1, statusFlags: 2, characterSet: 8, capabilityFlags: 0xffffff });
  connection.on('query', () => connection.writeError({ code: 1146, message: 'no such table' }));
  connection.on('error', () => undefined);
});
const end = text => (console.log(`${process.argv[2]}: ${text}`), process.exit());
process.on('uncaughtException', error => end(`uncaught, ${error.message}`));
if (process.argv[2] === 'with a subscriber') subscribe('tracing:mysql2:query:start', () => undefined);
server._server.on('listening', () => {
  const { port } = server._server.address();
  mysql.createConnection({ host: '127.0.0.1', port }).query('select 1 from missing').on('end', () => setTimeout(end, 200, 'silent'));
});
JS
cat >expected <<'TEXT'
without a subscriber: uncaught, no such table
with a subscriber: silent
TEXT
echo "Node $(node --version), mysql2 3.24.6"
for state in 'without a subscriber' 'with a subscriber'; do
  # The server of mysql2 counts packets otherwise than its client, which warns.
  node try.mjs "$state" 2>/dev/null
done | tee seen
diff expected seen && echo 'as described'
