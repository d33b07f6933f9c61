// Durable ingest through the API: batches of 500 as fast as answered, then single posts at a fixed pace (open loop: a slow answer delays no later post).
import { catalogue, cores, fail, loadIndicators, options, percentile, post, processUse, report, round, sleep, summary, valueAt } from './lib/common.mjs';

const o = options({ url: 'http://127.0.0.1:8080', key: '', 'key-file': '', pid: 0, area: '82', 'batch-seconds': 20, batch: 500, concurrency: 4, rate: 100, 'single-seconds': 30, 'min-per-second': 0, 'max-p95': null },
  `ingest.mjs --url URL --key-file FILE [--pid SERVER] [--batch-seconds 20] [--batch 500] [--concurrency 4] [--rate 100] [--single-seconds 30] [--min-per-second N] [--max-p95 MS (single posts)]`);
if (!o.key) fail('No key: --key-file FILE, --key KEY or IOC_LOAD_KEY.');
if (o.batch > 500 || o.concurrency > 64 || o.rate > 1000 || o['batch-seconds'] + o['single-seconds'] > 900) fail('Bounds: batch 500, concurrency 64, rate 1000, 900 seconds.');
const known = await catalogue(o.url);
const codes = loadIndicators();

// All instants differ per series, in the hour before now: no post is a duplicate of another and none is in the future.
const base = Date.now() - 3600_000;
let counter = 0;
function rows(size) {
  return Array.from({ length: size }, () => {
    const n = counter++;
    const code = codes[n % codes.length];
    return { id: `ingest-${process.pid}-${base}-${n}`, indicator: code, area: o.area, period: new Date(base + Math.floor(n / codes.length)).toISOString(), value: valueAt(known.get(code), Math.floor(n / codes.length)) };
  });
}

let accepted = 0, refused = 0, rejected = 0;
const batchTimes = [];
const before = processUse(o.pid);
const end = performance.now() + o['batch-seconds'] * 1000;
const started = performance.now();
await Promise.all(Array.from({ length: o.concurrency }, async () => {
  while (performance.now() < end) {
    const at = performance.now();
    try {
      const answer = await post(o.url, o.key, rows(o.batch));
      batchTimes.push(performance.now() - at);
      accepted += answer.accepted; rejected += answer.rejected?.length ?? 0;
    } catch (error) {
      if (!/answered 429/.test(error.message)) fail(error.message);
      refused++;
      await sleep(200);
    }
  }
}));
const perSecond = accepted / ((performance.now() - started) / 1000);
const after = processUse(o.pid);

await sleep(1000);
const singleTimes = [];
let singleFailed = 0;
const pending = [];
const singleStart = performance.now();
for (let i = 0; i < o.rate * o['single-seconds']; i++) {
  await sleep(Math.max(0, singleStart + i * 1000 / o.rate - performance.now()));
  // Measured from when it should have been sent: a stalled client must not hide a stalled server.
  const due = Math.min(performance.now(), singleStart + i * 1000 / o.rate + 2);
  pending.push(post(o.url, o.key, rows(1)).then(a => { singleTimes.push(performance.now() - due); if (a.accepted !== 1) singleFailed++; }, () => { singleFailed++; }));
}
await Promise.all(pending);
const single = summary(singleTimes);
report('ingest', { url: o.url, batches: { perSecond: round(perSecond, 0), accepted, rejected, busyAnswers: refused, ackMs: summary(batchTimes), serverCores: cores(before, after) }, singles: { rate: o.rate, failed: singleFailed, ackMs: single } },
  `${Math.round(perSecond)} observations/s in batches of ${o.batch} (answer p95 ${round(percentile(batchTimes, 0.95))} ms, ${rejected} rejected); single posts at ${o.rate}/s: p50 ${single.p50} p95 ${single.p95} p99 ${single.p99} ms, ${singleFailed} failed`,
  { p95: [single.p95, o['max-p95']], slowness: [-perSecond, o['min-per-second'] ? -o['min-per-second'] : null], failed: [singleFailed + rejected, 0] });
