import { AppError } from '../../../../shared/errors/app-error.ts';
import type { ProcessHost } from '../../kernel/ports.ts';
import type { DecodedFrame, DecodeRequest, DecodeSource, ObjectLayout } from './decode-types.ts';

export interface DecodePoolOptions {
  readonly processes: number;
  /** JavaScript heap of a decoder process. */
  readonly memoryMb?: number;
  /** Longest time for one frame before its process is killed. */
  readonly frameDeadlineMs?: number;
  /** A process whose resident memory passes this is killed; needs `residentBytes`. */
  readonly residentLimitMb?: number;
  readonly residentBytes?: (pid: number) => Promise<number | null>;
}

/** Decodes frames in killable processes. */
export class DecodePool {
  readonly #host: ProcessHost;
  readonly #options: DecodePoolOptions;

  constructor(host: ProcessHost, options: DecodePoolOptions) {
    this.#host = host;
    this.#options = options;
  }

  /**
   * Decodes one frame.
   * @throws AppError dicom/…, process/died, process/timeout, process/memory, request/cancelled
   */
  decode(request: DecodeRequest): Promise<DecodedFrame> {
    return Promise.reject(new AppError('internal/bug', `not built yet: ${request.form}`));
  }

  /** Says where the frames of an object lie. */
  layout(source: DecodeSource): Promise<ObjectLayout> {
    return Promise.reject(new AppError('internal/bug', `not built yet: ${source.objectId.length}`));
  }

  /** Ends every process; waiting work fails as request/cancelled. */
  close(): Promise<void> {
    return Promise.resolve();
  }

  get size(): number {
    return this.#host === undefined ? 0 : this.#options.processes;
  }
}
