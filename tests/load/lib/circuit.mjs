// One interactive viewer without a browser: a Blazor circuit that starts, acknowledges its render batches and answers script calls with nothing.
// What blazor.web.js of .NET 9 does: read the <!--Blazor:{"type":"server",…}--> markers and the state comment of the page, open /_blazor with the
// protocol "blazorpack" (the hub's MessagePack framing, version 1), StartCircuit with no components, then UpdateRootComponents with one "add" for
// each marker, and OnRenderCompleted for each JS.RenderBatch. The server stops rendering at ten unacknowledged batches, so acknowledging matters.
import WebSocket from 'ws';
import { MessagePackHubProtocol } from '@microsoft/signalr-protocol-msgpack';
import { NullLogger } from '@microsoft/signalr';

const protocol = Object.assign(new MessagePackHubProtocol(), { name: 'blazorpack', version: 1 });
const Invocation = 1, Completion = 3, Ping = 6, Close = 7;

export class Circuit {
  batches = 0; bytes = 0; closed = null; onBatch = () => {};
  #calls = new Map(); #next = 1; #handshaken = false; #objects = 1; #firstBatch;

  /** @param o url and path of the page; drop: leave without a goodbye. */
  constructor(o) { this.o = o; }

  async open() {
    const { o } = this;
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
    const { o } = this;
    if (!o.drop && this.id) {
      // What a browser's unload beacon says; the circuit is then disposed at once.
      const form = new FormData();
      form.set('circuitId', this.id);
      await fetch(`${o.url}/_blazor/disconnect`, { method: 'POST', body: form }).then(r => r.arrayBuffer()).catch(() => {});
    }
    this.leaving = true;
    if (o.drop) this.socket.terminate(); else this.socket.close();
  }

  /** Goes to another address of the same origin, as a click on a link does. */
  go(path) { this.#send('OnLocationChanged', this.o.url + path, null, true); }

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
      const [first, batch, , resultType] = message.arguments;
      switch (message.target) {
        case 'JS.RenderBatch':
          this.batches++;
          this.onBatch(batch);
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

