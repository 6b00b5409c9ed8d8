import { AppError } from '../../../../../shared/errors/app-error.ts';
import { readFailure } from './codec-failure.ts';
import { nativeCodec } from './native-codecs.ts';
import { htj2kCodec, jpegLsCodec } from './stream-codecs.ts';
import { compileWasm } from './wasm-module.ts';
import type { Codec, RawSamples } from './codec.ts';
import type { LocateWasm, WasmFile } from './wasm-files.ts';
import type { CompiledWasm } from './wasm-module.ts';
import type { StreamInfo } from '../codestream.ts';

/** An instance that once needed this much is thrown away after the frame: WebAssembly memory never shrinks. */
const KEEP_BYTES = 256 * 1024 * 1024;

type Family = StreamInfo['family'];

/** Codecs of one decoder process: loaded when first needed, thrown away after any failure. */
export class CodecShelf {
  readonly #locate: LocateWasm;
  readonly #codecs = new Map<Family, Codec>();
  readonly #compiled = new Map<WasmFile, Promise<CompiledWasm>>();

  constructor(locate: LocateWasm) {
    this.#locate = locate;
  }

  /** @throws AppError dicom/pixel-data-damaged */
  async decode(stream: Uint8Array, info: StreamInfo): Promise<RawSamples> {
    const codec = this.#codecs.get(info.family) ?? (await this.#load(info.family));
    try {
      const raw = codec.decode(stream, info);
      const expected = info.rows * info.columns * info.components * (info.precision <= 8 ? 1 : 2);
      if (raw.data.length !== expected) throw readFailure('the decoded picture has another size than its stream says');
      if (codec.memoryBytes > KEEP_BYTES) this.#codecs.delete(info.family);
      return raw;
    } catch (error) {
      // After a trap or a foreign exception the instance's memory is in no known state.
      this.#codecs.delete(info.family);
      if (error instanceof AppError) throw error;
      throw readFailure(error instanceof Error ? error.message : 'the codec gave up');
    }
  }

  async #load(family: Family): Promise<Codec> {
    const codec = await this.#create(family);
    this.#codecs.set(family, codec);
    return codec;
  }

  async #create(family: Family): Promise<Codec> {
    switch (family) {
      case 'jpeg':
      case 'jpeg-2000':
        return nativeCodec(await this.#code('dcmjs-native-codecs.wasm'), family);
      case 'jpeg-ls':
        return jpegLsCodec(await this.#code('charlswasm_decode.wasm'));
      case 'htj2k':
        return htj2kCodec(await this.#code('openjphjs.wasm'));
    }
  }

  #code(file: WasmFile): Promise<CompiledWasm> {
    const code = this.#compiled.get(file) ?? compileWasm(this.#locate(file));
    this.#compiled.set(file, code);
    return code;
  }
}
