// npm run docs:pictures: runs the demo, and takes the pictures of the documents from the page of one of its reports.
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const docs = join(root, 'docs');
const reports = join(root, 'sample/01-quickstart/reports');
/** A report with spans, functions, waits and operations. */
const REPORT = /_GET-orders-id-prices_.*\.html$/;
const WIDTH = 1280;
const HEIGHT = 2_000;

execFileSync('npm', ['run', 'demo', '--workspace', 'sample/01-quickstart'], { cwd: root, stdio: 'inherit' });
const file = readdirSync(reports).find(name => REPORT.test(name));
if (file === undefined) throw new Error(`${reports} has no report of the demo's prices`);

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
});
try {
  const page = await browser.newPage({ viewport: { width: WIDTH, height: HEIGHT }, colorScheme: 'light' });
  await page.goto(pathToFileURL(join(reports, file)).href);
  await page.locator('main').waitFor();
  await page.screenshot({ path: join(docs, 'report.png') });
  const tree = page.locator('#tree');
  await tree.getByText('Flame graph', { exact: true }).click();
  await tree.getByRole('group', { name: 'Flame graph' }).waitFor();
  await tree.screenshot({ path: join(docs, 'flame.png') });
  await page.locator('#timeline').screenshot({ path: join(docs, 'timeline.png') });
} finally {
  await browser.close();
}
