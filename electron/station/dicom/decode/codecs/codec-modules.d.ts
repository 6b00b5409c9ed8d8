/** The parts of the untyped codec packages that we call. */
interface EmscriptenOptions {
  /** Ours instead of theirs: the same compiled code for every instance. */
  readonly instantiateWasm: (imports: object, done: (instance: { readonly exports: object }) => void) => object;
  readonly print: (line: string) => void;
  readonly printErr: (line: string) => void;
}

interface StreamDecoder {
  getEncodedBuffer(length: number): Uint8Array;
  decode(): void;
  getDecodedBuffer(): Uint8Array;
  getFrameInfo(): { width: number; height: number; bitsPerSample: number; componentCount: number; isSigned?: boolean };
  delete(): void;
}

declare module '@cornerstonejs/codec-charls/decodewasmjs' {
  const create: (options: EmscriptenOptions) => Promise<{
    readonly HEAPU8: Uint8Array;
    readonly JpegLSDecoder: new () => StreamDecoder & { getInterleaveMode(): number };
  }>;
  export default create;
}

declare module '@cornerstonejs/codec-openjph/wasmjs' {
  const create: (options: EmscriptenOptions) => Promise<{
    readonly HEAPU8: Uint8Array;
    readonly HTJ2KDecoder: new () => StreamDecoder & { getIsHeaderValid(): boolean; getLastErrorMessage(): string };
  }>;
  export default create;
}
