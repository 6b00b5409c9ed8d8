import { AppError } from '../../../../shared/errors/app-error.ts';
import type { PersonId } from '../../../../shared/model/ids.ts';
import type { BlobStore } from '../../kernel/blob-store.ts';
import type { Commands } from '../../kernel/command.ts';
import { newId } from '../../kernel/ids.ts';
import type { KeyRing } from '../../kernel/key-ring.ts';
import type { Clock } from '../../kernel/ports.ts';
import type { Alarms } from '../../kernel/recovery/alarms.ts';
import type { StrayReason } from './admission.ts';
import type { WholeObject } from './incoming.ts';

/** Kept of one transfer; what comes after is counted and not kept. */
const MOST_KEPT = 20;
const MOST_KEPT_BYTES = 256 * 1024 * 1024;

export interface StraysOptions {
  readonly blobs: Pick<BlobStore, 'put' | 'moveAway'>;
  readonly ring: Pick<KeyRing, 'planStudyKey' | 'savePlanned'>;
  readonly commands: Pick<Commands, 'runInBackground'>;
  readonly alarms: Pick<Alarms, 'raise'>;
  readonly clock: Clock;
  readonly personId: PersonId;
}

/** Of which transfer the strays are. */
export interface StrayOrigin {
  readonly sourceId: string;
  readonly transferId: string;
  /** That was asked for; '' where nothing was. */
  readonly studyUid: string;
  readonly siteId: string;
}

/**
 * Puts what was not asked for apart: sealed under a key of its own into quarantine/ of the store, where nothing reads it, with a row
 * that says where it came from. One alarm a transfer.
 */
export class Strays {
  readonly #options: StraysOptions;
  readonly #origin: StrayOrigin;
  #kept = 0;
  #bytes = 0;
  #alarmed = false;

  constructor(options: StraysOptions, origin: StrayOrigin) {
    this.#options = options;
    this.#origin = origin;
  }

  /** @param of the study that it is about: the one that was asked for, where there is one */
  async keep(object: WholeObject, reason: StrayReason, of = this.#origin.studyUid): Promise<void> {
    this.#alarm(reason);
    if (this.#kept >= MOST_KEPT || this.#bytes + object.bytes > MOST_KEPT_BYTES) return;
    this.#kept += 1;
    this.#bytes += object.bytes;
    const { ring, blobs, commands, clock, personId } = this.#options;
    const { sourceId, transferId, siteId } = this.#origin;
    const studyKeyId = ring.planStudyKey(siteId);
    await ring.savePlanned();
    const [stored] = await blobs.put([{ source: object.source, expectedBytes: object.bytes, studyKeyId }]);
    if (stored === undefined) throw new AppError('internal/bug', 'the blob store gave no outcome');
    if (stored instanceof AppError) throw stored;
    await blobs.moveAway(stored.blobId);
    const strayId = newId();
    const detail = { reason, transferId, bytes: stored.bytes };
    await commands.runInBackground({ name: 'transfer.stray', personId, subject: sourceId, detail }, (db) => {
      db.prepare('INSERT INTO stray_object VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)').run(
        ...[strayId, sourceId, transferId, of, reason, stored.blobId, studyKeyId],
        ...[stored.bytes, stored.sha256, clock.nowIso()],
      );
    });
  }

  #alarm(reason: StrayReason): void {
    if (this.#alarmed) return;
    this.#alarmed = true;
    const { sourceId, transferId } = this.#origin;
    this.#options.alarms.raise('other-patient', { sourceId, transferId, reason });
  }
}
