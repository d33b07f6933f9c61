// Builds scripts, styles and fonts into the web project's wwwroot/assets (git-ignored). Fixed names: the address carries the version.
import { build } from 'esbuild';
import { copyFileSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, '..', 'src', 'KhcnIoc.Web', 'wwwroot', 'assets');
mkdirSync(out, { recursive: true });

const fonts = join(here, 'node_modules', '@fontsource', 'be-vietnam-pro', 'files');
for (const weight of [500, 600, 700])
  for (const set of ['latin', 'vietnamese'])
    copyFileSync(join(fonts, `be-vietnam-pro-${set}-${weight}-normal.woff2`), join(out, `be-vietnam-pro-${set}-${weight}.woff2`));

// For paper, read by the server: the same letters whole, as TrueType.
const paper = join(here, 'node_modules', '@expo-google-fonts', 'be-vietnam-pro');
mkdirSync(join(out, 'fonts-paper'), { recursive: true });
for (const [weight, name] of [[500, 'Medium'], [600, 'SemiBold'], [700, 'Bold']])
  copyFileSync(join(paper, `${weight}${name}`, `BeVietnamPro_${weight}${name}.ttf`), join(out, 'fonts-paper', `be-vietnam-pro-${weight}.ttf`));

const common = { bundle: true, minify: true, outdir: out, logLevel: 'warning', legalComments: 'linked' };
await build({ ...common, entryPoints: ['wall.js', 'watchdog.js', 'interactive.js'].map(f => join(here, 'src', f)), format: 'iife', target: 'es2022', define: { 'process.versions': '{}' } });
// Modules of single pages, loaded when such a page is opened.
const modules = join(here, 'src', 'modules');
await build({ ...common, entryPoints: readdirSync(modules).filter(f => f.endsWith('.js')).map(f => join(modules, f)), format: 'esm', target: 'es2022' });
await build({ ...common, entryPoints: ['wall.css', 'overview.css', 'tile.css'].map(f => join(here, 'src', f)), external: ['*.woff2'] });

let total = 0;
for (const file of readdirSync(out)) {
  const size = statSync(join(out, file)).size;
  if (/^(wall\.(js|css)|watchdog\.js|.*\.woff2)$/.test(file)) total += size;
}
console.log(`wall: ${(total / 1024).toFixed(0)} KiB of scripts, styles and fonts`);
if (total > 400 * 1024) throw new Error('The wall page is larger than 400 KiB.');
