#!/usr/bin/env bash
# postgres 3.4.9: the option `debug` changes the errors of all statements.
#
# Guess: `sql.options.debug`, set late, only calls a function for each statement that is sent.
# Seen:  it also makes `query`, `parameters`, `args` and `types` of each error enumerable, so that loggers and
#        JSON.stringify() show the values of the statement. The properties cannot be changed back.
# So an observer must not set it: the monitor would write the values of users into the application's log.
# No server is needed: a refused connection is an error of the statement.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund postgres@3.4.9 >/dev/null
cat >try.mjs <<'JS'
import postgres from 'postgres';

for (const debug of [undefined, () => {}]) {
  const sql = postgres({ host: '127.0.0.1', port: 1, max: 1, fetch_types: false });
  if (debug !== undefined) sql.options.debug = debug;
  const error = await sql`select ${'secret'}`.catch(error => error);
  console.log(typeof debug, '|', Object.keys(error).includes('args'), '|', JSON.stringify(error).includes('secret'));
  await sql.end();
}
JS
cat >expected <<'TEXT'
undefined | false | false
function | true | true
TEXT
echo "Node $(node --version), postgres 3.4.9"
node try.mjs | tee seen
diff expected seen && echo 'as described'
