import type { AppError } from '../../../../shared/errors/app-error.ts';
import type { IncomingObject, RetrieveSink } from '../../../../electron/station/sources/source.ts';

type Facts = Parameters<RetrieveSink['begin']>[0];

/** Keeps what a source sends, and counts what it began and gave up. */
export class RecordingSink implements RetrieveSink {
  readonly begun: Facts[] = [];
  readonly whole: Buffer[] = [];
  readonly aborted: AppError[] = [];

  async begin(facts: Facts): Promise<IncomingObject> {
    this.begun.push(facts);
    const pieces: Uint8Array[] = [];
    return {
      write: async (chunk) => {
        pieces.push(Uint8Array.from(chunk));
      },
      end: async () => {
        this.whole.push(Buffer.concat(pieces));
      },
      abort: async (reason) => {
        this.aborted.push(reason);
      },
    };
  }
}
