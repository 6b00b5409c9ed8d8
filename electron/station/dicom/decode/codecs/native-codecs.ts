import { readFailure } from './codec-failure.ts';
import { newInstance } from './wasm-module.ts';
import type { Codec, RawSamples } from './codec.ts';
import type { CompiledWasm } from './wasm-module.ts';
import type { StreamInfo } from '../codestream.ts';

/** Plain C interface of dcmjs-native-codecs.wasm: libijg 8, 12 and 16 bits, and OpenJPEG. Handles are addresses. */
interface NativeExports {
  readonly memory: { readonly buffer: ArrayBuffer };
  _initialize(): void;
  CreateDecoderParameters(): number;
  ReleaseDecoderParameters(parameters: number): void;
  SetConvertColorspaceToRgb(parameters: number, yes: number): void;
  CreateCodecsContext(): number;
  ReleaseCodecsContext(context: number): void;
  SetColumns(context: number, value: number): void;
  SetRows(context: number, value: number): void;
  SetBitsAllocated(context: number, value: number): void;
  SetBitsStored(context: number, value: number): void;
  SetSamplesPerPixel(context: number, value: number): void;
  SetPixelRepresentation(context: number, value: number): void;
  SetPlanarConfiguration(context: number, value: number): void;
  SetPhotometricInterpretation(context: number, value: number): void;
  GetPlanarConfiguration(context: number): number;
  SetEncodedBufferSize(context: number, bytes: number): void;
  GetEncodedBuffer(context: number): number;
  GetDecodedBuffer(context: number): number;
  GetDecodedBufferSize(context: number): number;
  DecodeJpeg(context: number, parameters: number): void;
  DecodeJpeg2000(context: number, parameters: number): void;
}

/** Places in the library's list of photometric interpretations. */
const MONOCHROME2 = 1;
const RGB = 3;

/** Warnings after which libijg goes on with invented values; its other warnings are about bytes between the markers. */
const DAMAGE = /premature end of data|bad Huffman code|found marker|inconsistent progression/i;

/** JPEG (lossy 8 and 12 bits, lossless up to 16) or JPEG 2000 in one fresh instance. */
export function nativeCodec(library: CompiledWasm, which: 'jpeg' | 'jpeg-2000'): Codec {
  let memory: NativeExports['memory'] | null = null;
  const text = (at: number, length: number): string =>
    memory ? Buffer.from(memory.buffer, at, length).toString('latin1') : '';
  let damage: string | null = null;
  const said = (message: string): void => {
    if (DAMAGE.test(message)) damage = message;
  };
  const instance = newInstance(library, imports(text, said));
  const api = nativeExports(instance.exports);
  memory = api.memory;
  api._initialize();
  return {
    decode: (stream, info) => {
      damage = null;
      const raw = decodeWith(api, which, stream, info);
      if (damage !== null) throw readFailure(damage);
      return raw;
    },
    get memoryBytes() {
      return api.memory.buffer.byteLength;
    },
  };
}

function decodeWith(api: NativeExports, which: 'jpeg' | 'jpeg-2000', stream: Uint8Array, info: StreamInfo): RawSamples {
  const bytesPerSample = info.precision <= 8 ? 1 : 2;
  const context = api.CreateCodecsContext();
  const parameters = api.CreateDecoderParameters();
  api.SetConvertColorspaceToRgb(parameters, 0);
  api.SetColumns(context, info.columns);
  api.SetRows(context, info.rows);
  api.SetBitsAllocated(context, bytesPerSample * 8);
  api.SetBitsStored(context, info.precision);
  api.SetSamplesPerPixel(context, info.components);
  api.SetPixelRepresentation(context, info.signed ? 1 : 0);
  api.SetPlanarConfiguration(context, 0);
  api.SetPhotometricInterpretation(context, info.components === 1 ? MONOCHROME2 : RGB);
  api.SetEncodedBufferSize(context, stream.length);
  new Uint8Array(api.memory.buffer).set(stream, api.GetEncodedBuffer(context));
  if (which === 'jpeg') api.DecodeJpeg(context, parameters);
  else api.DecodeJpeg2000(context, parameters);
  const at = api.GetDecodedBuffer(context);
  const length = api.GetDecodedBufferSize(context);
  const data = new Uint8Array(api.memory.buffer, at, length).slice();
  api.ReleaseDecoderParameters(parameters);
  api.ReleaseCodecsContext(context);
  return { data, bytesPerSample };
}

/** System calls that the library was linked with and never needs for decoding: they do nothing, or fail. */
function imports(text: (at: number, length: number) => string, said: (message: string) => void): Imports {
  const nothing = (): number => 0;
  return {
    env: {
      onCodecsException: (at = 0, length = 0): never => {
        throw readFailure(text(at, length));
      },
      onCodecsInfo: (at = 0, length = 0) => {
        said(text(at, length));
        return 0;
      },
      onCodecsTrace: nothing,
      emscripten_notify_memory_growth: nothing,
    },
    wasi_snapshot_preview1: {
      proc_exit: (): never => {
        throw readFailure('the codec ended itself');
      },
      clock_time_get: () => INVALID,
      fd_write: () => INVALID,
      fd_close: nothing,
      fd_seek: nothing,
      environ_sizes_get: () => INVALID,
      environ_get: () => INVALID,
    },
  };
}

/** WASI errno EINVAL. */
const INVALID = 28;

type Imports = Readonly<Record<string, Readonly<Record<string, (...values: readonly number[]) => number>>>>;

function nativeExports(exports: Readonly<Record<string, unknown>>): NativeExports {
  if (typeof exports['DecodeJpeg'] !== 'function' || typeof exports['CreateCodecsContext'] !== 'function') {
    throw new TypeError('the codec file is not the one this program was written for');
  }
  return exports as Readonly<Record<string, unknown>> & NativeExports;
}
