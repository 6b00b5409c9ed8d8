import type { AppError } from '../../../../shared/errors/app-error.ts';
import type { IncomingObject, RetrieveSink } from '../../../../electron/station/sources/source.ts';

/** Keeps what came, by SOP instance UID; may be slow, or refuse. */
export class Received implements RetrieveSink {
  readonly files = new Map<string, Buffer>();
  readonly aborted: string[] = [];
  /** Bytes that came, of whole objects and others. */
  bytes = 0;
  /** What is waited for before each chunk is taken. */
  beforeWrite: () => Promise<void> = () => Promise.resolve();
  refuse: (sopUid: string | null) => AppError | null = () => null;

  begin({ sopUid }: { readonly sopUid: string | null }): Promise<IncomingObject> {
    const refusal = this.refuse(sopUid);
    if (refusal !== null) return Promise.reject(refusal);
    const chunks: Uint8Array[] = [];
    return Promise.resolve({
      write: async (chunk: Uint8Array) => {
        await this.beforeWrite();
        this.bytes += chunk.length;
        chunks.push(Uint8Array.from(chunk));
      },
      end: () => {
        this.files.set(sopUid ?? '', Buffer.concat(chunks));
        return Promise.resolve();
      },
      abort: (reason: AppError) => {
        this.aborted.push(reason.code);
        return Promise.resolve();
      },
    });
  }
}
