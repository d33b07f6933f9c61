// Interactive viewers without a browser (lib/circuit.mjs): what they cost in batches, bytes, memory and processor.
import { Circuit } from './lib/circuit.mjs';
import { catalogue, cores, fail, loadIndicators, observations, options, ownUse, post, processUse, report, round, sleep, summary } from './lib/common.mjs';

const o = options({ url: 'http://127.0.0.1:8080', path: '/', key: '', 'key-file': '', pid: 0, area: '82', circuits: 200, seconds: 30, tiles: 24, 'interval-ms': 1000, cycles: 0, parallel: 20, drop: false, 'settle-seconds': 5,
  'max-kib': null, 'max-cores': null, 'max-batches-per-tick': null, 'max-left-kib': null },
`circuits.mjs --url URL [--path /] [--key-file FILE] [--pid SERVER] [--circuits 200] [--seconds 30] [--tiles 24] [--interval-ms 1000] [--max-kib N] [--max-cores N] [--max-batches-per-tick N]
circuits.mjs --cycles 2000 [--parallel 20] [--drop] [--settle-seconds 5] [--max-left-kib N]
  Without a key nothing is posted: for a page that ticks by itself, a tick being --interval-ms. --drop leaves without saying goodbye (the server then keeps the circuit for its retention time).`);
if (o.circuits > 2000 || o.cycles > 20000 || o.seconds > 3600) fail('At most 2000 circuits, 20000 cycles and 3600 seconds.');

async function many(count, parallel, work) {
  let next = 0;
  await Promise.all(Array.from({ length: Math.min(parallel, count) }, async () => { while (next < count) await work(next++); }));
}

if (o.cycles > 0) await cycles(); else await watch();

async function watch() {
  const known = o.key ? await catalogue(o.url) : null;
  // The first circuits pay for compilation and pools; they are not part of the memory count.
  const warm = [];
  await many(Math.min(5, o.circuits), 5, async () => { warm.push(await new Circuit(o).open()); });
  for (const c of warm) await c.close();
  await sleep(2000);
  const start = processUse(o.pid);
  const circuits = [];
  const openTimes = [];
  await many(o.circuits, o.parallel, async () => { const at = performance.now(); circuits.push(await new Circuit(o).open()); openTimes.push(performance.now() - at); });
  await sleep(2000);
  const counts = circuits.map(c => c.batches);
  const bytes = circuits.reduce((a, c) => a + c.bytes, 0);
  const before = processUse(o.pid), client = ownUse();
  const ticks = Math.floor(o.seconds * 1000 / o['interval-ms']);
  const codes = loadIndicators().slice(0, o.tiles);
  const began = performance.now();
  for (let tick = 0; tick < ticks; tick++) {
    if (o.key) {
      const answer = await post(o.url, o.key, observations(codes, known, o.area, tick, 'circuit'));
      if (answer.rejected?.length) fail(`rejected: ${JSON.stringify(answer.rejected[0])}`);
    }
    await sleep(Math.max(0, began + (tick + 1) * o['interval-ms'] - performance.now()));
  }
  const after = processUse(o.pid), clientAfter = ownUse();
  const batches = circuits.map((c, i) => c.batches - counts[i]);
  const lost = circuits.filter(c => c.closed);
  const perTick = round(batches.reduce((a, b) => a + b, 0) / circuits.length / ticks, 2);
  const kib = start && after ? round((after.rssKiB - start.rssKiB) / o.circuits) : null;
  const bytesPerTick = round((circuits.reduce((a, c) => a + c.bytes, 0) - bytes) / circuits.length / ticks, 0);
  for (const c of circuits) await c.close();
  report('circuits', { url: o.url + o.path, circuits: circuits.length, ticks, batchesPerCircuitAndTick: perTick, batchesPerCircuit: summary(batches), bytesPerCircuitAndTick: bytesPerTick, kibPerCircuit: kib, serverCores: cores(before, after), clientCores: cores(client, clientAfter), openMs: summary(openTimes), lost: lost.length, why: lost[0]?.closed },
    `${circuits.length} circuits: ${perTick} batches a circuit and tick (${bytesPerTick} bytes), ${kib ?? '?'} KiB each, server ${cores(before, after) ?? '?'} core, client ${cores(client, clientAfter)} core, ${lost.length} lost`,
    { kib: [kib, o['max-kib']], cores: [cores(before, after), o['max-cores']], batches: [perTick, o['max-batches-per-tick']], lost: [lost.length, 0] });
}

async function cycles() {
  const round100 = async n => many(n, o.parallel, async () => { const c = await new Circuit(o).open(); await c.close(); });
  const warmup = Math.min(200, Math.ceil(o.cycles / 4));
  await round100(warmup);
  await sleep(o['settle-seconds'] * 1000);
  const start = processUse(o.pid);
  const began = performance.now();
  const course = [];
  for (let done = 0; done < o.cycles;) {
    const part = Math.min(Math.ceil(o.cycles / 10), o.cycles - done);
    await round100(part);
    done += part;
    course.push({ cycles: done, rssKiB: processUse(o.pid)?.rssKiB ?? null });
  }
  const seconds = (performance.now() - began) / 1000;
  await sleep(o['settle-seconds'] * 1000);
  const end = processUse(o.pid);
  const left = start && end ? end.rssKiB - start.rssKiB : null;
  report('circuits', { url: o.url + o.path, cycles: o.cycles, warmup, seconds: round(seconds), rssBeforeKiB: start?.rssKiB ?? null, rssAfterKiB: end?.rssKiB ?? null, leftKiB: left, leftKiBPerCycle: left === null ? null : round(left / o.cycles, 2), serverCores: cores(start, end), course },
    `${o.cycles} connect/${o.drop ? 'drop' : 'goodbye'} cycles in ${round(seconds)} s: resident ${start?.rssKiB ?? '?'} → ${end?.rssKiB ?? '?'} KiB (${left === null ? '?' : round(left / o.cycles, 2)} KiB a cycle)`,
    { leftKiB: [left, o['max-left-kib']] });
}
