#!/usr/bin/env bash
# Jest 30.5.2: testTimeout in an entry of "projects" has no effect.
#
# Guess: each project has its own limit, as it has its own environment and transforms.
# Seen:  the same configuration fails a test of 300 ms when it is used alone, with a limit of 100 ms. As an entry of
#        "projects" it passes: the limit is the default of five seconds. No warning names the option.
# A limit for all projects works at the top. One for a project needs jest.setTimeout() in a file of setupFilesAfterEnv.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund jest@30.5.2 >/dev/null
mkdir only
echo "test('takes 300 ms', () => new Promise(resolve => setTimeout(resolve, 300)));" >only/slow.test.js
echo "jest.setTimeout(100);" >limit.js
echo "module.exports = { rootDir: '$folder/only', testTimeout: 100 };" >alone.js
echo "module.exports = { projects: [{ rootDir: '$folder/only', testTimeout: 100 }] };" >project.js
echo "module.exports = { projects: [{ rootDir: '$folder/only', setupFilesAfterEnv: ['$folder/limit.js'] }] };" >setup.js
echo "Node $(node --version), Jest $(npx jest --version)"
for config in alone project setup; do
  npx jest -c "$config.js" >"$config.log" 2>&1 && result=passes || result=fails
  grep -q 'testTimeout' "$config.log" && result="$result, and names the option"
  echo "$config: $result" | tee -a seen
done
cat >expected <<'TEXT'
alone: fails
project: passes
setup: fails
TEXT
diff expected seen && echo 'as described'
