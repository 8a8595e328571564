#!/usr/bin/env bash
# Jest 30.5.2: maxWorkers '150%' is 150 workers.
#
# Guess: one and a half workers for each processor, or an error.
# Seen:  up to '100%' the text is a share of the processors. Above, its sign is ignored: '101%' is 101 workers, on every
#        machine and without a warning.
# A run of many short files then starts all of these processes at once, and takes longer than with one for each processor.
# A number of workers above that of the processors must be computed: Math.ceil(os.availableParallelism() * 1.5).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund jest@30.5.2 >/dev/null
echo "Node $(node --version), Jest $(npx jest --version)"
workers() {
  echo "module.exports = { maxWorkers: '$1' };" >jest.config.js
  npx jest --showConfig | node -e "console.log(JSON.parse(require('fs').readFileSync(0, 'utf8')).globalConfig.maxWorkers)"
}
cores=$(node -p 'os.availableParallelism()')
echo "100%: $([ "$(workers '100%')" -eq "$cores" ] && echo 'one for each processor')" | tee seen
for share in '101%' '150%'; do echo "$share: $(workers "$share")" | tee -a seen; done
cat >expected <<'TEXT'
100%: one for each processor
101%: 101
150%: 150
TEXT
diff expected seen && echo 'as described'
