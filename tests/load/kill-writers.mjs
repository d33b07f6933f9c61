// "Acknowledged means stored": writers post with ids, the server is killed without warning, started again, and every acknowledged observation must be
// there exactly once. Writers resend what got no answer under the same id, so a lost answer must not make a second row.
import { spawn } from 'node:child_process';
import { catalogue, fail, loadIndicators, options, ownMachine, post, report, round, sleep, valueAt } from './lib/common.mjs';

const o = options({ url: '', command: '', key: '', 'key-file': '', area: '82', writers: 50, kills: 3, 'seconds-between': 4, 'start-seconds': 60, verbose: false },
  `kill-writers.mjs --url URL --command 'SERVER COMMAND' --key-file FILE [--writers 50] [--kills 3] [--seconds-between 4] [--verbose]
  The command is run by sh in its own process group, which gets SIGKILL. It must serve URL and keep its data over a restart. Use a data directory of its own.`);
if (!o.url || !o.command || !o.key) fail('Needed: --url, --command and a key.');
if (o.writers > 500 || o.kills > 100 || o['seconds-between'] > 120) fail('Bounds: 500 writers, 100 kills, 120 seconds.');
ownMachine(o.url);
if (await fetch(`${o.url}/healthz`).then(() => true, () => false)) fail(`Something already answers at ${o.url}.`);

let server = null;
function start() {
  server = spawn('sh', ['-c', `exec ${o.command}`], { detached: true, stdio: o.verbose ? 'inherit' : 'ignore' });
  server.on('error', error => fail(String(error)));
}
const kill = () => new Promise(resolve => {
  if (!server || server.exitCode !== null || server.signalCode !== null) return resolve();
  server.once('exit', resolve);
  // The group of the process that this tool started, nothing else.
  process.kill(-server.pid, 'SIGKILL');
});
process.on('exit', () => { try { if (server && server.exitCode === null && server.signalCode === null) process.kill(-server.pid, 'SIGKILL'); } catch { /* already gone */ } });
async function ready() {
  const end = Date.now() + o['start-seconds'] * 1000;
  while (Date.now() < end) {
    if (await fetch(`${o.url}/readyz`).then(r => r.ok, () => false)) return;
    await sleep(100);
  }
  fail(`The server was not ready within ${o['start-seconds']} s.`);
}

start();
await ready();
const known = await catalogue(o.url);
const codes = loadIndicators();
const prefix = `kill-${process.pid}-${Date.now().toString(36)}`;
const base = Date.now() - 3600_000;
const acknowledged = new Map();
let counter = 0, writing = true, resent = 0, answeredAsDuplicate = 0;
const problems = [];
const writer = async () => {
  while (writing) {
    const n = counter++;
    const code = codes[n % codes.length];
    const row = { id: `${prefix}-${n}`, indicator: code, area: o.area, period: new Date(base + Math.floor(n / codes.length)).toISOString(), value: valueAt(known.get(code), n) };
    for (let attempt = 0; ; attempt++) {
      try {
        const answer = await post(o.url, o.key, [row]);
        if (answer.accepted + answer.duplicates === 1) { acknowledged.set(row.id, row); answeredAsDuplicate += answer.duplicates; }
        else problems.push(`${row.id}: ${JSON.stringify(answer).slice(0, 200)}`);
        break;
      } catch (error) {
        if (/answered 4(?!29)/.test(error.message)) { problems.push(`${row.id}: ${error.message}`); break; }
        if (!writing && attempt > 600) { problems.push(`${row.id}: never answered`); break; }
        resent++;
        await sleep(100);
      }
    }
  }
};
const began = performance.now();
const writers = Array.from({ length: o.writers }, writer);
const perKill = [];
for (let i = 0; i < o.kills; i++) {
  await sleep(o['seconds-between'] * 1000);
  const had = acknowledged.size;
  await kill();
  const at = performance.now();
  start();
  await ready();
  perKill.push({ acknowledgedBefore: had, readyAfterMs: round(performance.now() - at, 0) });
}
await sleep(1000);
writing = false;
await Promise.all(writers);
// Once more with nobody writing: what is read now comes from the disk.
await kill();
start();
await ready();

const stored = new Map();
let twice = 0, pages = 0;
const keys = new Map();
for (const code of codes) {
  let after = '';
  do {
    const from = new Date(base - 86400_000).toISOString().slice(0, 10);
    const answer = await fetch(`${o.url}/api/v1/observations?indicator=${encodeURIComponent(code)}&area=${encodeURIComponent(o.area)}&from=${from}${after ? `&after=${encodeURIComponent(after)}` : ''}`, { headers: { accept: 'application/json', authorization: `Bearer ${o.key}` } });
    if (!answer.ok) fail(`GET observations answered ${answer.status}`);
    const json = await answer.json();
    if (!Array.isArray(json.items) || (json.next && json.next === after) || ++pages > 100_000) fail('GET observations gave no usable page.');
    for (const item of json.items) {
      if (!String(item.senderId ?? '').startsWith(prefix)) continue;
      const key = `${item.indicator}|${item.area}|${item.period}|${item.revision}`;
      if (stored.has(item.senderId) || keys.has(key)) twice++;
      stored.set(item.senderId, item);
      keys.set(key, item.senderId);
    }
    after = json.next ?? '';
  } while (after);
}
let lost = 0, wrong = 0;
for (const [id, row] of acknowledged) {
  const item = stored.get(id);
  if (!item) lost++;
  else if (Number(item.value) !== row.value || item.indicator !== row.indicator) wrong++;
}
await kill();
report('kill-writers', { url: o.url, writers: o.writers, kills: o.kills + 1, seconds: round((performance.now() - began) / 1000), acknowledged: acknowledged.size, stored: stored.size, lost, twice, wrong, resent, answeredAsDuplicate, refused: problems.length, firstProblem: problems[0], perKill },
  `${acknowledged.size} acknowledged over ${o.kills + 1} kills: ${lost} lost, ${twice} twice, ${wrong} with another value, ${problems.length} refused; ready again after ${perKill.map(k => k.readyAfterMs).join(', ')} ms`,
  { lost: [lost, 0], twice: [twice, 0], wrong: [wrong, 0], refused: [problems.length, 0], nothing: [acknowledged.size > 0 ? 0 : 1, 0] });
