import { runScenario, type ScenarioResult } from './scenario.js';

const watchdog = setTimeout(() => {
  console.error('The demo did not end within 60 s.');
  process.exit(1);
}, 60_000);
watchdog.unref();

const result = await runScenario();
console.log(printout(result));
// The test alert, one for each of two slow routes, and none twice.
if (result.posts.length !== 3 || !result.testAfter.success || result.attached.includes(0)) process.exitCode = 1;

function printout({ testBefore, testAfter, posts, attached, board }: ScenarioResult): string {
  return [
    'testNotifiers(), before anybody has added the bot to the channel:',
    JSON.stringify(testBefore, undefined, 2),
    'and afterwards:',
    JSON.stringify(testAfter, undefined, 2),
    '',
    `In the channel stand ${posts.length} posts:`,
    ...posts.flatMap(({ message, props }, index) => [
      '',
      `${message}  [report attached: ${Math.round((attached[index] ?? 0) / 1000)} kB]`,
      ...(props.attachments ?? []).map(({ text }) => text ?? ''),
    ]),
    '',
    "The application's own notifier was told:",
    ...board.map(line => `  ${line}`),
  ].join('\n');
}
