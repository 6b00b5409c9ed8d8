/** Compiled once in a process: a damaged stream costs an instance, not a compilation. */
export interface CompiledWasm {
  readonly compiled?: never;
}

export interface WasmInstance {
  readonly exports: Readonly<Record<string, unknown>>;
}

/** The platform's loader; the runtime libraries of this tsconfig do not name it. */
interface Loader {
  compile(bytes: Uint8Array): Promise<CompiledWasm>;
  readonly Instance: new (code: CompiledWasm, imports: object) => WasmInstance;
}

function loader(): Loader {
  return Reflect.get(globalThis, 'WebAssembly') as Loader;
}

export function compileWasm(bytes: Uint8Array): Promise<CompiledWasm> {
  return loader().compile(bytes);
}

/** A fresh instance with memory of its own. */
export function newInstance(code: CompiledWasm, imports: object): WasmInstance {
  return new (loader().Instance)(code, imports);
}
