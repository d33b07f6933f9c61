// Validates every shipped pack file against dashboards/schema, then proves that the check can fail.
// Forms only: references between files are the business of PackLoader and its tests.
import { readFileSync, readdirSync } from "node:fs";
import { basename, dirname, extname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import Ajv2020 from "ajv/dist/2020.js";
import { CORE_SCHEMA, load } from "js-yaml";

const here = dirname(fileURLToPath(import.meta.url));
const packs = join(here, "..", "..", "dashboards");
const broken = join(here, "..", "KhcnIoc.Core.Tests", "Packs", "Broken");

const ajv = new Ajv2020({ allErrors: true, strict: true, strictRequired: false, strictTypes: false, strictTuples: false });
const validators = new Map();
for (const file of readdirSync(join(packs, "schema")).filter((f) => f.endsWith(".schema.json"))) {
  validators.set(basename(file, ".schema.json"), ajv.compile(JSON.parse(readFileSync(join(packs, "schema", file), "utf8"))));
}

function filesBelow(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && [".yaml", ".json"].includes(extname(entry.name)))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .filter((path) => !relative(folder, path).startsWith(`schema${sep}`))
    .sort();
}

/** All that is wrong with one file, as lines of text. */
function check(root, path, strip = (text) => text) {
  const name = relative(root, path).split(sep).join("/");
  const kind = extname(name) === ".json" ? (/(^|\/)(extra-)?dashboards\/[^/]+$/.test(name) ? "dashboard" : undefined) : basename(name, ".yaml");
  const validate = validators.get(kind);
  if (!validate) return [`${name}: no schema for a file of this name`];
  const text = strip(readFileSync(path, "utf8"));
  let value;
  try {
    // The core schema has no dates: 2025-07-01 stays the text that the loader reads.
    value = extname(name) === ".json" ? JSON.parse(text) : load(text, { schema: CORE_SCHEMA, filename: name });
  } catch (error) {
    return [`${name}: ${error.message}`];
  }
  return validate(value) ? [] : validate.errors.map((e) => `${name}${e.instancePath}: ${e.message} ${JSON.stringify(e.params)}`);
}

const shipped = filesBelow(packs);
const errors = shipped.flatMap((path) => check(packs, path));
for (const line of errors) console.error(line);

// The sample with seeded errors: every file of it must fail for what is wrong with its form. Those listed have only errors that a schema cannot see.
const beyondSchemas = new Set(["thu/feeds.yaml", "thu/baselines.yaml"]);
const withoutMarks = (text) => text.replace(/[ \t]*(#|\/\/)!.*$/gm, "");
const passed = filesBelow(broken).filter((path) => check(broken, path, withoutMarks).length === 0).map((path) => relative(broken, path).split(sep).join("/"));
const wronglyPassed = passed.filter((name) => !beyondSchemas.has(name));
for (const name of wronglyPassed) console.error(`${name}: the broken sample passes its schema`);

if (shipped.length === 0) console.error("no pack files found");
const failed = errors.length + wronglyPassed.length + (shipped.length === 0 ? 1 : 0);
console.log(`${shipped.length} pack files against ${validators.size} schemas: ${failed === 0 ? "all valid" : `${failed} errors`}`);
process.exitCode = failed === 0 ? 0 : 1;
