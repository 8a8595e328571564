#!/usr/bin/env bash
# @redis/client 5.12.1: client and cluster have duplicate(), the sentinel has none.
#
# Guess: createSentinel() gives an object with the methods of createClient(), duplicate() among them.
# Seen:  in version 5 client and cluster have it, and the sentinel has none; in version 6 all three have it.
# So a library that wants a connection of its own beside the application's finds none on Sentinel, and nothing warns it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund five@npm:@redis/client@5.12.1 six@npm:@redis/client@6.1.0 >/dev/null
cat >try.cjs <<'JS'
const node = { host: '127.0.0.1', port: 1 };
for (const version of ['five', 'six']) {
  const redis = require(version);
  const clients = {
    client: redis.createClient(),
    cluster: redis.createCluster({ rootNodes: [{ url: 'redis://127.0.0.1:1' }] }),
    sentinel: redis.createSentinel({ name: 'main', sentinelRootNodes: [node] }),
  };
  for (const [kind, client] of Object.entries(clients)) console.log(version, kind, typeof client.duplicate);
}
JS
cat >expected <<'TEXT'
five client function
five cluster function
five sentinel undefined
six client function
six cluster function
six sentinel function
TEXT
echo "Node $(node --version), @redis/client 5.12.1 and 6.1.0"
node try.cjs | tee seen
diff expected seen && echo 'as described'
