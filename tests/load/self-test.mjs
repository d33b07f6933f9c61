// Proves the tools against stand-ins: each must succeed on a correct one, and the two that judge must fail on a wrong one. Takes about a minute.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const here = new URL('.', import.meta.url).pathname;
const freePort = () => new Promise(resolve => { const s = createServer().listen(0, '127.0.0.1', () => { const { port } = s.address(); s.close(() => resolve(port)); }); });
const directory = mkdtempSync(join(tmpdir(), 'ioc-load-'));
const fake = spawn('node', ['lib/fake-server.mjs'], { cwd: here, stdio: ['ignore', 'pipe', 'inherit'] });
const url = await new Promise(resolve => fake.stdout.once('data', d => resolve(String(d).trim())));
const [a, b] = [await freePort(), await freePort()];
let passed = 0, failed = 0;
function expect(code, tool, ...args) {
  const run = spawnSync('node', [tool, ...args], { cwd: here, encoding: 'utf8', timeout: 90_000 });
  const ok = run.status === code;
  if (ok) passed++; else failed++;
  console.log(`${ok ? 'ok  ' : 'FAIL'} ${run.stdout.trim().split('\n').at(-1) || run.stderr.trim().split('\n')[0]}`);
}
try {
  const aim = ['--url', url, '--key', 'test', '--pid', String(fake.pid)];
  expect(0, 'walls.mjs', ...aim, '--walls', '60', '--seconds', '4', '--raw');
  expect(0, 'walls.mjs', ...aim, '--walls', '20', '--seconds', '3', '--tiles', '1');
  expect(1, 'walls.mjs', ...aim, '--walls', '20', '--seconds', '2', '--max-p95', '0.001');
  expect(1, 'walls.mjs', '--url', 'http://192.0.2.1', '--key', 'test');
  expect(0, 'ingest.mjs', ...aim, '--batch-seconds', '2', '--single-seconds', '2');
  expect(1, 'ingest.mjs', '--url', url, '--key', 'wrong', '--batch-seconds', '1', '--single-seconds', '1');
  expect(0, 'post-to-paint.mjs', '--url', url, '--key', 'test', '--samples', '10', '--gap-ms', '50');
  expect(0, 'transfer.mjs', '--url', url, '--settle-ms', '300');
  expect(0, 'heap-soak.mjs', ...aim, '--minutes', '3', '--minute-ms', '2000', '--warm-minutes', '1');
  const kill = (port, extra) => ['--url', `http://127.0.0.1:${port}`, '--key', 'test', '--command', `node lib/fake-server.mjs --port ${port} --file ${join(directory, String(port))}${extra}`, '--writers', '10', '--kills', '1', '--seconds-between', '2'];
  expect(0, 'kill-writers.mjs', ...kill(a, ''));
  expect(1, 'kill-writers.mjs', ...kill(b, ' --lose'));
} finally {
  fake.kill();
  rmSync(directory, { recursive: true, force: true });
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
