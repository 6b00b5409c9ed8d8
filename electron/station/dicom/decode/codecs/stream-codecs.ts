import { readFailure } from './codec-failure.ts';
import { interleavePlanes } from '../../../../../shared/dicom/colour.ts';
import { newInstance } from './wasm-module.ts';
import type { Codec, RawSamples } from './codec.ts';
import type { CompiledWasm } from './wasm-module.ts';
import type { StreamInfo } from '../codestream.ts';

const silent = (): void => undefined;

function options(compiled: CompiledWasm): EmscriptenOptions {
  return {
    print: silent,
    printErr: silent,
    instantiateWasm: (imports, done) => {
      const instance = newInstance(compiled, imports);
      done(instance);
      return instance.exports;
    },
  };
}

/** JPEG-LS by CharLS. */
export async function jpegLsCodec(compiled: CompiledWasm): Promise<Codec> {
  const { default: create } = await import('@cornerstonejs/codec-charls/decodewasmjs');
  const library = await create(options(compiled));
  return {
    decode: (stream) => {
      const decoder = new library.JpegLSDecoder();
      return runDecoder(
        decoder,
        stream,
        () => decoder.getInterleaveMode() === 0,
        () => null,
      );
    },
    get memoryBytes() {
      return library.HEAPU8.byteLength;
    },
  };
}

/** HTJ2K by OpenJPH. The decoder object holds the whole picture and is freed after every frame. */
export async function htj2kCodec(compiled: CompiledWasm): Promise<Codec> {
  const { default: create } = await import('@cornerstonejs/codec-openjph/wasmjs');
  const library = await create(options(compiled));
  return {
    decode: (stream, info) => {
      const decoder = new library.HTJ2KDecoder();
      const said = (): string | null => {
        if (!decoder.getIsHeaderValid()) return 'the header of the code stream cannot be read';
        return decoder.getLastErrorMessage() || null;
      };
      const raw = runDecoder(decoder, stream, () => false, said);
      return info.components > 1 && info.colourTransform === false ? linesInPlace(raw, info) : raw;
    },
    get memoryBytes() {
      return library.HEAPU8.byteLength;
    },
  };
}

/**
 * Components that the stream did not turn into each other come out of OpenJPH one after another, line by line; its wrapper
 * writes the lines down as if the components took turns.
 */
function linesInPlace({ data, bytesPerSample }: RawSamples, { rows, columns, components }: StreamInfo): RawSamples {
  const out = new Uint8Array(data.length);
  const stride = components * bytesPerSample;
  for (let line = 0; line < rows * components; line += 1) {
    let from = (Math.floor(line / components) * columns * components + (line % components)) * bytesPerSample;
    let to = ((line % rows) * columns * components + Math.floor(line / rows)) * bytesPerSample;
    for (let column = 0; column < columns; column += 1, from += stride, to += stride) {
      for (let byte = 0; byte < bytesPerSample; byte += 1) out[to + byte] = data[from + byte] ?? 0;
    }
  }
  return { data: out, bytesPerSample };
}

/** @param failure what the decoder says went wrong; OpenJPH keeps it to itself instead of throwing */
function runDecoder(
  decoder: StreamDecoder,
  stream: Uint8Array,
  planar: () => boolean,
  failure: () => string | null,
): RawSamples {
  try {
    decoder.getEncodedBuffer(stream.length).set(stream);
    decoder.decode();
    const said = failure();
    if (said !== null) throw readFailure(said);
    const info = decoder.getFrameInfo();
    const bytesPerSample = info.bitsPerSample <= 8 ? 1 : 2;
    // A copy: the codec's memory is overwritten by the next frame.
    const data = decoder.getDecodedBuffer().slice();
    if (data.length !== info.width * info.height * info.componentCount * bytesPerSample) {
      throw readFailure('the codec gave another size than it announced');
    }
    const apart = info.componentCount > 1 && planar();
    return { data: apart ? interleavePlanes(data, info.componentCount, bytesPerSample) : data, bytesPerSample };
  } finally {
    decoder.delete();
  }
}
