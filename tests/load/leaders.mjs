// Leaders who browse: each is a circuit that goes one step further every few seconds, as a finger on a link does (lib/circuit.mjs). A step ends when a render batch
// brings the page of the new address (its data-address). Run walls.mjs beside it for the walls.
import { Circuit } from './lib/circuit.mjs';
import { cores, fail, options, ownUse, percentile, processUse, report, round, sleep, summary } from './lib/common.mjs';

const o = options({ url: 'http://127.0.0.1:8080', pid: 0, leaders: 200, seconds: 120, 'step-ms': 5000, seed: 1, parallel: 10, 'max-p95': null, 'max-cores': null, 'max-kib': null },
  'leaders.mjs --url URL [--pid SERVER] [--leaders 200] [--seconds 120] [--step-ms 5000] [--max-p95 400] [--max-cores 1] [--max-kib 2048]');
if (o.leaders > 1000 || o.seconds > 3600) fail('At most 1000 leaders and 3600 seconds.');

const get = async (path) => { const answer = await fetch(o.url + path); if (!answer.ok) fail(`GET ${path} answered ${answer.status}`); return answer.json(); };
const { indicators, province } = await get('/api/v1/indicators');
const { areas } = await get('/api/v1/areas');
const codes = indicators.filter((i) => i.targets.length > 0).map((i) => i.code);
const split = indicators.filter((i) => i.breakdown.includes('commune') || i.breakdown === 'both').map((i) => i.code);
const communes = areas.filter((a) => a.level === 'commune').map((a) => a.code);
const ids = [];
for (const code of codes.slice(0, 30)) for (const found of (await get(`/api/v1/observations?indicator=${code}`)).items) ids.push(found.id);

class Leader {
  steps = []; late = 0; where = '/';
  #waiting = null;

  constructor(number) {
    this.state = (o.seed * 7919 + number) >>> 0;
    this.circuit = new Circuit({ url: o.url, path: '/', drop: false });
    this.circuit.onBatch = (batch) => {
      if (this.#waiting && Buffer.from(batch.buffer, batch.byteOffset, batch.byteLength).includes(this.#waiting.text)) this.#waiting.arrived(performance.now());
    };
  }

  random() { this.state = (this.state + 0x6d2b79f5) >>> 0; let t = this.state; t = Math.imul(t ^ (t >>> 15), t | 1); t ^= t + Math.imul(t ^ (t >>> 7), t | 61); return ((t ^ (t >>> 14)) >>> 0) / 4294967296; }
  pick(list) { return list[Math.floor(this.random() * list.length)]; }

  /** From a red tile down to the source and on: what people do, not every page alike. */
  next() {
    const indicator = this.pick(codes), part = this.pick(split), commune = this.pick(communes);
    const ways = [
      [3, `/indicators/${indicator}`], [2, `/figures/${part}/${commune}`], [2, `/figures/${indicator}/${province}`], [1, `/observations/${this.pick(ids)}`],
      [2, `/areas/${commune}`], [1, `/map?indicator=${part}`], [1, '/?standing=behind'], [1, '/?standing=watch'], [1, `/compare?areas=${commune},${this.pick(communes)}&indicators=${part}`],
    ];
    let at = this.random() * ways.reduce((sum, [weight]) => sum + weight, 0);
    const path = ways.find(([weight]) => (at -= weight) < 0)[1];
    return path === this.where ? this.next() : path;
  }

  async step(measured) {
    const path = this.next();
    let timer;
    const arrived = new Promise((done) => {
      // The whole text with its length before it, as batches hold texts: the frame around the page has links that only begin with it.
      this.#waiting = { text: Buffer.concat([Buffer.from([Buffer.byteLength(path)]), Buffer.from(path)]), arrived: done }; timer = setTimeout(() => done(null), 10000); });
    const at = performance.now();
    this.circuit.go(path);
    const end = await arrived;
    clearTimeout(timer);
    this.#waiting = null;
    this.where = path;
    if (!measured) return;
    if (end === null) { this.late++; this.lost = path; } else this.steps.push(end - at);
  }
}

async function many(list, parallel, work) {
  let next = 0;
  await Promise.all(Array.from({ length: Math.min(parallel, list.length) }, async () => { while (next < list.length) await work(list[next++]); }));
}

// A few leaders first: what the process takes for itself is not a leader's.
const warm = Array.from({ length: 10 }, (_, i) => new Leader(100000 + i));
await many(warm, 5, async (l) => { await l.circuit.open(); for (let i = 0; i < 12; i++) await l.step(false); });
for (const l of warm) await l.circuit.close();
await sleep(3000);

const start = processUse(o.pid);
const leaders = Array.from({ length: o.leaders }, (_, i) => new Leader(i));
await many(leaders, o.parallel, (l) => l.circuit.open());
await sleep(2000);
const before = processUse(o.pid), client = ownUse();
const began = performance.now();
let peak = 0;
const watching = setInterval(() => { peak = Math.max(peak, processUse(o.pid)?.rssKiB ?? 0); }, 2000);
await Promise.all(leaders.map(async (l, i) => {
  // Spread over the interval, as people are.
  await sleep((i / leaders.length) * o['step-ms']);
  for (let n = 0; performance.now() - began < o.seconds * 1000; n++) {
    await l.step(true);
    await sleep(Math.max(0, began + (i / leaders.length) * o['step-ms'] + (n + 1) * o['step-ms'] - performance.now()));
  }
}));
clearInterval(watching);
const after = processUse(o.pid), clientAfter = ownUse();
const steps = leaders.flatMap((l) => l.steps);
const late = leaders.reduce((sum, l) => sum + l.late, 0);
const lost = leaders.filter((l) => l.circuit.closed);
const kib = start && after ? round((after.rssKiB - start.rssKiB) / o.leaders) : null;
const used = cores(before, after);
for (const l of leaders) await l.circuit.close();
report('leaders', { url: o.url, leaders: o.leaders, seconds: o.seconds, stepMs: summary(steps), notArrived: late, example: leaders.find((l) => l.lost)?.lost, serverCores: used, clientCores: cores(client, clientAfter), kibPerLeader: kib, peakMiB: round(peak / 1024), lost: lost.length, why: lost[0]?.circuit.closed },
  `${o.leaders} leaders, ${steps.length} steps: p50 ${round(percentile(steps, 0.5))} p95 ${round(percentile(steps, 0.95))} ms, ${late} not arrived in 10 s, server ${used ?? '?'} core, ${kib ?? '?'} KiB a leader, client ${cores(client, clientAfter)} core, ${lost.length} circuits lost`,
  { p95: [round(percentile(steps, 0.95)), o['max-p95']], cores: [used, o['max-cores']], kib: [kib, o['max-kib']], notArrived: [late, 0], lost: [lost.length, 0] });
