// Prisma's schema engine as WebAssembly, so that a migration is made without a binary to download (docs/adr).
// @prisma/schema-engine-wasm is Prisma's internal package, pinned exactly in package.json. Its own entry point imports
// the .wasm file as a module, which Node does not do: this module joins the two halves once, when it is first imported.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

import * as engine from '@prisma/schema-engine-wasm/schema_engine_bg';

/** The part of WebAssembly's API that is used here; Node has it, its type declarations do not. */
interface WebAssemblyApi {
  instantiate(bytes: Uint8Array, imports: object): Promise<{ instance: { exports: WasmExports } }>;
}
interface WasmExports {
  __wbindgen_start(): void;
}
/** What wasm-bindgen generates but leaves out of its type declarations. */
interface WasmBindgenGlue {
  __wbg_set_wasm(exports: WasmExports): void;
}

const { WebAssembly } = globalThis as unknown as { WebAssembly: WebAssemblyApi };
const gluePath = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg');
const bytes = await readFile(join(dirname(gluePath), 'schema_engine_bg.wasm'));
const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': engine });
(engine as unknown as WasmBindgenGlue).__wbg_set_wasm(instance.exports);
instance.exports.__wbindgen_start();

export { SchemaEngine } from '@prisma/schema-engine-wasm/schema_engine_bg';
