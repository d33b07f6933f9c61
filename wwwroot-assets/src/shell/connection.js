// Keeps interactive pages (Blazor circuits) from stranding: reconnects without end, at once after sleep, and loads the page anew when its circuit is gone, but never into a failure.
/* global Blazor */
const DELAYS_MS = [0, 500, 1000, 2000, 4000, 8000, 15000];
// A try that a dead line has swallowed is given up after this.
const PATIENCE_MS = 6000;
const lost = document.getElementById('lost');
let trying = false;
let wake = () => {};

const pause = (ms) => new Promise((done) => {
  const timer = setTimeout(done, ms * (0.75 + Math.random() * 0.5));
  wake = () => { clearTimeout(timer); done(); };
});

async function reloadWhenServed() {
  for (let n = 1; ; n++) {
    try {
      if ((await fetch('/readyz', { cache: 'no-store', signal: AbortSignal.timeout(PATIENCE_MS / 2) })).ok) {
        location.reload();
        return;
      }
    } catch { /* not back yet */ }
    await pause(DELAYS_MS[Math.min(n, DELAYS_MS.length - 1)]);
  }
}

const within = (promise) => Promise.race([promise, new Promise((_, late) => setTimeout(late, PATIENCE_MS, new DOMException('late', 'TimeoutError')))]);

async function reconnect() {
  if (trying) return;
  trying = true;
  lost.hidden = false;
  for (let n = 0; trying; n++) {
    await pause(DELAYS_MS[Math.min(n, DELAYS_MS.length - 1)]);
    try {
      // false: the server answered, but it no longer knows this circuit.
      if (!(await within(Blazor.reconnect()))) return reloadWhenServed();
      back();
    } catch (error) {
      // Two tries at once would disturb each other; the page's place outlives loading it anew.
      if (error?.name === 'TimeoutError') return reloadWhenServed();
      /* else the server is away: go on trying */
    }
  }
}

function back() {
  trying = false;
  lost.hidden = true;
}

export function connect() {
  // A tablet that wakes up, or finds its network again, does not wait for the next try.
  document.addEventListener('visibilitychange', () => { if (!document.hidden) wake(); });
  addEventListener('online', () => wake());
  addEventListener('pageshow', () => wake());
  return Blazor.start({
    circuit: {
      // The server speaks at least every 10 s: a line that sleep has cut is noticed after two of them.
      configureSignalR: (builder) => builder.withServerTimeout(21000).withKeepAliveInterval(7000),
      reconnectionHandler: { onConnectionDown: reconnect, onConnectionUp: back },
    },
  }).catch(reloadWhenServed);
}
