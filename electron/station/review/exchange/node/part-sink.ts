import { AppError, asAppError } from '../../../../../shared/errors/app-error.ts';
import { PART_BYTES } from '../../../../../shared/review/package/part.ts';
import type { IncomingObject, RetrieveSink } from '../../../sources/source.ts';

/** Of one object: a part, and what a DICOM file has around it. */
const MOST_BYTES = PART_BYTES + 1024 * 1024;

/** Takes one part of a package as a node sends it, in memory, and nothing larger than a part. */
export class PartSink implements RetrieveSink {
  readonly #keep: (file: Uint8Array) => Promise<void>;
  #failure: AppError | null = null;
  #isKept = false;
  #bytes = 0;

  /** @param keep the whole object; what it throws is thrown by `requireKept` */
  constructor(keep: (file: Uint8Array) => Promise<void>) {
    this.#keep = keep;
  }

  /** Bytes that came. */
  get bytes(): number {
    return this.#bytes;
  }

  /** @throws AppError what the object was refused with, package/not-delivered where none came */
  requireKept(): void {
    if (this.#failure !== null) throw this.#failure;
    if (!this.#isKept) throw new AppError('package/not-delivered', 'the node did not give a part', { retry: 'later' });
  }

  async begin(): Promise<IncomingObject> {
    await Promise.resolve();
    const chunks: Uint8Array[] = [];
    return {
      write: async (chunk) => {
        await Promise.resolve();
        this.#bytes += chunk.length;
        if (this.#bytes > MOST_BYTES)
          throw this.#fail(new AppError('package/too-large', 'a part is larger than it may be'));
        chunks.push(Uint8Array.from(chunk));
      },
      end: async () => {
        try {
          await this.#keep(Buffer.concat(chunks));
          this.#isKept = true;
        } catch (error) {
          throw this.#fail(asAppError(error));
        }
      },
      abort: (reason) => {
        this.#fail(reason);
        return Promise.resolve();
      },
    };
  }

  #fail(error: AppError): AppError {
    this.#failure ??= error;
    return error;
  }
}
