#!/usr/bin/env bash
# cron 4.4.0: an expression that validateCronExpression() calls valid may have no date at all.
#
# Guess: validation refuses the 31st of February, or a job with it never fires.
# Seen:  { valid: true }; CronTime#sendAt() and CronJob.from({ start: true }) throw a CronError after a search of 8 years.
#        The 31st of April and June is the same. With a day of the week beside it the expression has dates: either counts.
# So a setting that was checked with validateCronExpression() can still stop the start of an application.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund cron@4.4.0 >/dev/null
cat >try.mjs <<'JS'
import { CronJob, CronTime, validateCronExpression } from 'cron';

const outcome = work => {
  try {
    work();
    return 'has a date';
  } catch (error) {
    return `${error.constructor.name}: ${error.message.split('\n')[0]}`;
  }
};
for (const expression of ['0 0 31 2 *', '0 0 31 4,6 *', '0 0 29 2 *', '0 0 31 2 1'])
  console.log(expression, '|', validateCronExpression(expression).valid, '|', outcome(() => new CronTime(expression).sendAt()));
console.log('start |', outcome(() => CronJob.from({ cronTime: '0 0 31 2 *', onTick: () => {}, start: true }).stop()));
JS
cat >expected <<'TEXT'
0 0 31 2 * | true | CronError: Something went wrong. No execution date was found in the next 8 years.
0 0 31 4,6 * | true | CronError: Something went wrong. No execution date was found in the next 8 years.
0 0 29 2 * | true | has a date
0 0 31 2 1 | true | has a date
start | CronError: Something went wrong. No execution date was found in the next 8 years.
TEXT
echo "Node $(node --version), cron 4.4.0"
node try.mjs | tee seen
diff expected seen && echo 'as described'
