// Starts the built product as users do (artifacts/server) on a free port with a data folder of its own, and browsers to look at it.
import { spawn, execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { launch } from "./look.mjs";

export const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
export const program = join(root, "artifacts/server/KhcnIoc.Web");

export const freePort = () => new Promise((done, failed) => {
  const probe = createServer().once("error", failed).listen(0, "127.0.0.1", () => { const { port } = probe.address(); probe.close(() => done(port)); });
});

export const until = async (what, check, seconds = 30) => {
  const end = Date.now() + seconds * 1000;
  let last;
  for (;;) {
    try { last = await check(); if (last) return last; } catch (error) { last = error; }
    if (Date.now() > end) throw new Error(`waited ${seconds} s for: ${what} (last: ${last})`);
    await new Promise((r) => setTimeout(r, 50));
  }
};

/** A server that can be killed and started again on the same port and data. */
export class Ioc {
  constructor(port, env = {}) {
    this.port = port;
    this.url = `http://127.0.0.1:${port}`;
    this.data = mkdtempSync(join(tmpdir(), "ioc-e2e-"));
    this.env = { ...process.env, ASPNETCORE_URLS: this.url, Ioc__Province: "dong-thap", Ioc__DataDirectory: this.data, ...env };
    this.log = "";
  }

  static async start(env = {}) {
    const ioc = new Ioc(await freePort(), env);
    await ioc.up();
    return ioc;
  }

  async up(env = {}) {
    this.process = spawn(program, [], { cwd: root, env: { ...this.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
    for (const stream of [this.process.stdout, this.process.stderr]) stream.on("data", (text) => { this.log = (this.log + text).slice(-20000); });
    const exited = new Promise((_, failed) => this.process.once("exit", (code) => failed(new Error(`the server ended with ${code}:\n${this.log}`))));
    exited.catch(() => {});
    await Promise.race([exited, until("the server to be ready", async () => (await fetch(`${this.url}/readyz`)).ok, 60)]);
  }

  signal(name) { this.process.kill(name); }

  async kill() {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    const gone = new Promise((r) => this.process.once("exit", r));
    this.process.kill("SIGCONT");
    this.process.kill("SIGKILL");
    await gone;
  }

  async stop() {
    await this.kill();
    rmSync(this.data, { recursive: true, force: true });
  }

  async key(feed, ...options) {
    const { stdout } = await promisify(execFile)(program, ["feed-key", feed, ...options], { cwd: root, env: this.env });
    return stdout.trim();
  }

  async post(key, ...observations) {
    const response = await fetch(`${this.url}/api/v1/observations`, {
      method: "POST", headers: { authorization: `Bearer ${key}`, "content-type": "application/json" }, body: JSON.stringify({ observations }),
    });
    const answer = await response.json();
    if (!response.ok) throw new Error(`POST gave ${response.status}: ${JSON.stringify(answer)}`);
    return answer;
  }

  async get(path) {
    const response = await fetch(this.url + path);
    if (!response.ok) throw new Error(`GET ${path} gave ${response.status}`);
    return response.json();
  }
}

/** A line between a screen and a server that can go dark: what is on it then is lost for ever, without a goodbye, as behind a router that forgot. */
export class Line {
  #pairs = new Set();
  #dark = false;

  static async to(port) {
    const line = new Line();
    line.server = createServer((near) => line.#take(near, port));
    await new Promise((listening) => line.server.listen(0, "127.0.0.1", listening));
    line.url = `http://127.0.0.1:${line.server.address().port}`;
    return line;
  }

  #take(near, port) {
    const pair = { near, lost: this.#dark };
    this.#pairs.add(pair);
    near.on("error", () => {}).on("close", () => { this.#pairs.delete(pair); pair.far?.destroy(); });
    if (pair.lost) return;
    pair.far = connect(port, "127.0.0.1").on("error", () => near.destroy()).on("close", () => { if (!pair.lost) near.destroy(); });
    near.on("data", (bytes) => { if (!pair.lost) pair.far.write(bytes); });
    pair.far.on("data", (bytes) => { if (!pair.lost) near.write(bytes); });
  }

  darken() {
    this.#dark = true;
    for (const pair of this.#pairs) pair.lost = true;
  }

  lighten() { this.#dark = false; }

  close() {
    this.server.close();
    for (const { near, far } of this.#pairs) { near.destroy(); far?.destroy(); }
  }
}

/** Figures as a demonstration has them: the simulator's history and one round, sent by a simulated feed. */
export const demonstrate = async (ioc) => {
  const key = await ioc.key("demo", "--simulated");
  await promisify(execFile)(join(root, "artifacts/simulator/KhcnIoc.Simulator"), ["--url", ioc.url, "--once", "--backfill", "quick"], { cwd: root, env: { ...process.env, IOC_SIMULATOR_KEY: key } });
};

export const browser = launch;

/** Writes down any error of the page's scripts and any request that leaves the product. */
export const watch = (page, home, faults) => page
  .on("pageerror", (error) => faults.push(`script: ${error}`))
  .on("request", (request) => {
    const to = request.url(), { origin } = new URL(home);
    if (!to.startsWith(origin) && !to.startsWith(origin.replace("http", "ws")) && !to.startsWith("data:") && !to.startsWith("blob:")) faults.push(`asks outside: ${to}`);
  });

/** Opens a page and collects in its `faults` any error of its scripts or any request that leaves the product. */
export const open = async (browser, url, { width = 1920, height = 1080, ...context } = {}) => {
  const session = await browser.newContext({ viewport: { width, height }, ...context });
  const page = await session.newPage();
  page.setDefaultTimeout(15000);
  page.faults = [];
  watch(page, url, page.faults);
  await page.goto(url, { waitUntil: "load" });
  return page;
};

/** What a wall shows, by tile. */
export const shown = (page) => page.evaluate(() => Object.fromEntries([...document.querySelectorAll("[data-indicator][data-part]")].map((tile) => [
  tile.dataset.part, { indicator: tile.dataset.indicator, area: tile.dataset.area, standing: tile.dataset.standing, state: tile.dataset.state, value: tile.querySelector("[data-role=value]").textContent },
])));

/** All text and attributes of all live parts: equal pages have equal pictures. */
export const picture = (page) => page.evaluate(() => [...document.querySelectorAll("[data-part]")].map((part) => {
  const copy = part.cloneNode(true);
  for (const element of [copy, ...copy.querySelectorAll("*")]) {
    // In one order: a patched attribute that was away stands last.
    const attributes = [...element.attributes].map(({ name, value }) => [name, value]).sort(([a], [b]) => a < b ? -1 : 1);
    for (const [name] of attributes) element.removeAttribute(name);
    for (const [name, value] of attributes) if (!["class", "data-changed", "style"].includes(name)) element.setAttribute(name, value);
  }
  return copy.outerHTML.replace(/\s+/g, " ");
}).join("\n"));

export const html = (page) => page.evaluate(() => ({ ...document.documentElement.dataset }));

/** The text of the veil, empty while there is none. */
export const veil = (page) => page.evaluate(() => { const veil = document.getElementById("veil"); return veil.hidden ? "" : veil.textContent; });

/** Without a veil, told by the running server of its newest commit. */
export const live = async (page, ioc) => {
  const [board, { epoch, commit }, covered] = await Promise.all([ioc.get("/api/v1/board?dashboard=main"), html(page), veil(page)]);
  return !covered && epoch === board.epoch && Number(commit) >= board.commit;
};

/** Fails unless the page comes to show exactly what a fresh load of the same address shows. */
export const equalsFreshLoad = async (page, browser) => {
  const fresh = await open(browser, page.url());
  try {
    await until("the wall to equal a fresh load", async () => {
      const [old, reloaded] = await Promise.all([picture(page), picture(fresh)]);
      if (old === reloaded) return true;
      const there = reloaded.split("\n"), here = old.split("\n"), at = here.findIndex((part, i) => part !== there[i]);
      throw new Error(`differs:\n${here[at]}\nfresh:\n${there[at]}`);
    }, 5);
  } finally {
    await fresh.context().close();
  }
};
