// Interactive viewers without a browser: each is one Blazor circuit that starts, acknowledges its render batches and answers script calls with nothing.
// What blazor.web.js of .NET 9 does: read the <!--Blazor:{"type":"server",…}--> markers and the state comment of the page, open /_blazor with the
// protocol "blazorpack" (the hub's MessagePack framing, version 1), StartCircuit with no components, then UpdateRootComponents with one "add" for
// each marker, and OnRenderCompleted for each JS.RenderBatch. The server stops rendering at ten unacknowledged batches, so acknowledging matters.
import WebSocket from 'ws';
import { MessagePackHubProtocol } from '@microsoft/signalr-protocol-msgpack';
import { NullLogger } from '@microsoft/signalr';
import { catalogue, cores, fail, loadIndicators, observations, options, ownUse, post, processUse, report, round, sleep, summary } from './lib/common.mjs';

const o = options({ url: 'http://127.0.0.1:8080', path: '/', key: '', 'key-file': '', pid: 0, area: '82', circuits: 200, seconds: 30, tiles: 24, 'interval-ms': 1000, cycles: 0, parallel: 20, drop: false, 'settle-seconds': 5,
  'max-kib': null, 'max-cores': null, 'max-batches-per-tick': null, 'max-left-kib': null },
`circuits.mjs --url URL [--path /] [--key-file FILE] [--pid SERVER] [--circuits 200] [--seconds 30] [--tiles 24] [--interval-ms 1000] [--max-kib N] [--max-cores N] [--max-batches-per-tick N]
circuits.mjs --cycles 2000 [--parallel 20] [--drop] [--settle-seconds 5] [--max-left-kib N]
  Without a key nothing is posted: for a page that ticks by itself, a tick being --interval-ms. --drop leaves without saying goodbye (the server then keeps the circuit for its retention time).`);
if (o.circuits > 2000 || o.cycles > 20000 || o.seconds > 3600) fail('At most 2000 circuits, 20000 cycles and 3600 seconds.');

const protocol = Object.assign(new MessagePackHubProtocol(), { name: 'blazorpack', version: 1 });
const Invocation = 1, Completion = 3, Ping = 6, Close = 7;

class Circuit {
  batches = 0; bytes = 0; closed = null;
  #calls = new Map(); #next = 1; #handshaken = false; #objects = 1; #firstBatch;

  async open() {
    const page = await fetch(o.url + o.path, { redirect: 'follow' });
    if (!page.ok) throw new Error(`GET ${o.path} answered ${page.status}`);
    const cookies = page.headers.getSetCookie().map(c => c.split(';')[0]).join('; ');
    const html = await page.text();
    const markers = serverMarkers(html);
    if (markers.length === 0) throw new Error(`${o.path} holds no interactive server component`);
    const state = /<!--Blazor-Server-Component-State:([^-]*?)-->/.exec(html)?.[1] ?? '';
    this.rendered = new Promise(resolve => { this.#firstBatch = resolve; });
    this.socket = new WebSocket(`${o.url.replace(/^http/, 'ws')}/_blazor`, { headers: { cookie: cookies, origin: o.url }, perMessageDeflate: false });
    this.socket.binaryType = 'arraybuffer';
    this.socket.on('message', data => this.#receive(data));
    this.socket.on('close', code => this.#end(`socket closed (${code})`));
    this.socket.on('error', error => this.#end(error.message));
    await new Promise((resolve, reject) => { this.socket.once('open', resolve); this.socket.once('error', reject); });
    const shaken = new Promise((resolve, reject) => { this.onHandshake = error => error ? reject(new Error(error)) : resolve(); });
    this.socket.send('{"protocol":"blazorpack","version":1}\u001e');
    await within(shaken, 'handshake');
    this.id = await within(this.#invoke('StartCircuit', `${o.url}/`, page.url, '[]', state), 'StartCircuit');
    if (!this.id) throw new Error('StartCircuit gave no circuit');
    const operations = markers.map((marker, i) => ({ type: 'add', ssrComponentId: i + 1, marker }));
    this.#send('UpdateRootComponents', JSON.stringify({ batchId: 1, operations }), state);
    await within(this.rendered, 'first render batch');
    this.ping = setInterval(() => this.socket.readyState === WebSocket.OPEN && this.socket.send(protocol.writeMessage({ type: Ping })), 15000);
    return this;
  }

  async close() {
    clearInterval(this.ping);
    if (!o.drop && this.id) {
      // What a browser's unload beacon says; the circuit is then disposed at once.
      const form = new FormData();
      form.set('circuitId', this.id);
      await fetch(`${o.url}/_blazor/disconnect`, { method: 'POST', body: form }).then(r => r.arrayBuffer()).catch(() => {});
    }
    this.leaving = true;
    if (o.drop) this.socket.terminate(); else this.socket.close();
  }

  #end(why) {
    if (!this.leaving) this.closed ??= why;
    for (const { reject } of this.#calls.values()) reject(new Error(why));
    this.#calls.clear();
  }

  #send(target, ...args) { this.socket.send(protocol.writeMessage({ type: Invocation, target, arguments: args, streamIds: [], headers: {} })); }

  #invoke(target, ...args) {
    const invocationId = String(this.#next++);
    const answer = new Promise((resolve, reject) => this.#calls.set(invocationId, { resolve, reject }));
    this.socket.send(protocol.writeMessage({ type: Invocation, invocationId, target, arguments: args, streamIds: [], headers: {} }));
    return answer;
  }

  #receive(data) {
    let buffer = typeof data === 'string' ? new TextEncoder().encode(data).buffer : data;
    this.bytes += buffer.byteLength;
    if (!this.#handshaken) {
      const end = new Uint8Array(buffer).indexOf(0x1e);
      const answer = JSON.parse(Buffer.from(buffer, 0, end).toString('utf8'));
      this.#handshaken = true;
      this.onHandshake(answer.error);
      buffer = buffer.slice(end + 1);
      if (buffer.byteLength === 0) return;
    }
    for (const message of protocol.parseMessages(buffer, NullLogger.instance)) this.#handle(message);
  }

  #handle(message) {
    if (message.type === Completion) {
      const call = this.#calls.get(message.invocationId);
      this.#calls.delete(message.invocationId);
      if (message.error) call?.reject(new Error(message.error)); else call?.resolve(message.result);
    } else if (message.type === Close) this.#end(`hub closed: ${message.error}`);
    else if (message.type === Invocation) {
      const [first, , , resultType] = message.arguments;
      switch (message.target) {
        case 'JS.RenderBatch':
          this.batches++;
          this.#send('OnRenderCompleted', first, null);
          this.#firstBatch();
          break;
        case 'JS.BeginInvokeJS': {
          // Result type 1 wants a script object (a module import): a made-up reference; everything else gets null.
          const result = resultType === 1 ? { __jsObjectId: this.#objects++ } : null;
          if (first !== 0) this.#send('EndInvokeJSFromDotNet', first, true, JSON.stringify([first, true, result]));
          break;
        }
        case 'JS.Error': this.closed ??= `JS.Error: ${String(first).slice(0, 200)}`; break;
        default: break;
      }
    }
  }
}

/** Markers of prerendered and other interactive server roots; end markers hold no descriptor. */
function serverMarkers(html) {
  return [...html.matchAll(/<!--Blazor:(\{.*?\})-->/gs)].map(m => JSON.parse(m[1])).filter(m => (m.type === 'server' || m.type === 'auto') && m.descriptor)
    .map(m => ({ ...m, type: 'server' }));
}

function within(promise, what) {
  let timer;
  return Promise.race([promise, new Promise((_, reject) => { timer = setTimeout(() => reject(new Error(`No ${what} within 30 s`)), 30000); })]).finally(() => clearTimeout(timer));
}

async function many(count, parallel, work) {
  let next = 0;
  await Promise.all(Array.from({ length: Math.min(parallel, count) }, async () => { while (next < count) await work(next++); }));
}

if (o.cycles > 0) await cycles(); else await watch();

async function watch() {
  const known = o.key ? await catalogue(o.url) : null;
  // The first circuits pay for compilation and pools; they are not part of the memory count.
  const warm = [];
  await many(Math.min(5, o.circuits), 5, async () => { warm.push(await new Circuit().open()); });
  for (const c of warm) await c.close();
  await sleep(2000);
  const start = processUse(o.pid);
  const circuits = [];
  const openTimes = [];
  await many(o.circuits, o.parallel, async () => { const at = performance.now(); circuits.push(await new Circuit().open()); openTimes.push(performance.now() - at); });
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
  const round100 = async n => many(n, o.parallel, async () => { const c = await new Circuit().open(); await c.close(); });
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
