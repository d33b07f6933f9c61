// From the start of the server's process to the first painted wall, on a database that already holds figures. Starts the server itself (it must not run yet);
// the browser is warm, as a wall's is. Prints also what the process holds after `--idle-seconds` without viewers.
import { spawn } from 'node:child_process';
import { browser, fail, now, options, processUse, report, round, sleep } from './lib/common.mjs';

const o = options({ url: 'http://127.0.0.1:20555', command: '', path: '/wall/main', runs: 3, 'idle-seconds': 0, 'max-ms': null, 'max-idle-mib': null },
  'start-to-paint.mjs --url URL --command "artifacts/server/KhcnIoc.Web" [--path /wall/main] [--runs 3] [--idle-seconds 300] [--max-ms N] [--max-idle-mib N]');
if (!o.command) fail('--command names the program that starts the server');

const chrome = await browser();
const page = await (await chrome.newContext({ viewport: { width: 3840, height: 2160 } })).newPage();
await page.goto('about:blank');
const runs = [];
let idleMiB = null;
for (let run = 0; run < o.runs; run++) {
  const started = now();
  const server = spawn('sh', ['-c', `exec ${o.command}`], { stdio: 'ignore', env: { ...process.env, ASPNETCORE_URLS: o.url } });
  const ended = new Promise(done => server.once('exit', done));
  let ready = null;
  while (ready === null) {
    if (now() - started > 60000 || server.exitCode !== null) fail('the server did not become ready within 60 s');
    try { if ((await fetch(`${o.url}/readyz`)).ok) ready = now(); } catch { /* not listening yet */ }
    if (ready === null) await sleep(10);
  }
  await page.goto(`${o.url}${o.path}`, { waitUntil: 'commit' });
  await page.waitForSelector('[data-role=value]', { state: 'attached' });
  await page.evaluate(() => new Promise(done => requestAnimationFrame(() => setTimeout(done))));
  runs.push({ readyMs: round(ready - started), paintedMs: round(now() - started) });
  if (run === o.runs - 1 && o['idle-seconds'] > 0) {
    await page.goto('about:blank');
    await sleep(o['idle-seconds'] * 1000);
    idleMiB = round((processUse(server.pid)?.rssKiB ?? 0) / 1024);
  }
  await page.goto('about:blank');
  server.kill('SIGTERM');
  await ended;
}
await chrome.close();
const worst = Math.max(...runs.map(r => r.paintedMs));
report('start-to-paint', { runs, idleMiB }, `slowest of ${runs.length}: painted ${worst} ms after the start (ready ${Math.max(...runs.map(r => r.readyMs))} ms)${idleMiB === null ? '' : `, idle ${idleMiB} MiB`}`,
  { ms: [worst, o['max-ms']], idleMiB: [idleMiB, o['max-idle-mib']] });
