import type { Fetching } from '../../shared/model/access.ts';
import { asAppError } from '../../shared/errors/app-error.ts';
import { DisposerBag } from '../../shared/lib/disposable.ts';
import type { Access } from './access/access.ts';
import type { LockedStore } from './access/locked-store.ts';
import type { Log } from './kernel/ports.ts';
import type { SiteLines } from './site-lines.ts';
import { howMuch, MOST_COUNTED } from './transfer/how-much.ts';

const LOOK_MS = 5000;

export type LinesBehindLock = Pick<SiteLines, 'transfers' | 'imagingOrders'>;

export interface BehindLockParts {
  readonly access: Access;
  readonly log: Log;
  /** Closes what works on the store. */
  readonly leave: () => Promise<void>;
  readonly tell: (fetching: Fetching | null) => void;
}

interface Watched {
  readonly locked: LockedStore;
  readonly arrived: Set<string>;
  stat: number;
}

/** What goes on behind the lock: counts it for the lock screen, and ends it when its time is over. */
export class BehindLock {
  readonly #parts: BehindLockParts;
  readonly #bag = new DisposerBag();
  #watched: Watched | null = null;
  #looking: Promise<void> | null = null;

  constructor(parts: BehindLockParts) {
    this.#parts = parts;
  }

  /** The store was locked, and these lines go on. */
  begin(locked: LockedStore, { transfers, imagingOrders }: LinesBehindLock): void {
    if (this.#watched?.locked === locked) return;
    this.end();
    const watched: Watched = { locked, arrived: new Set(), stat: 0 };
    this.#watched = watched;
    this.#bag.add(
      transfers.desk.onEnded.on(({ transferId, studyUid }) => {
        if (transfers.desk.table.find(transferId)?.state === 'done') watched.arrived.add(studyUid);
        this.#tell();
      }),
    );
    this.#bag.add(
      transfers.onPushed.on((studyId) => {
        // One that is fetched as well counts once, by its UID.
        const uid = transfers.here.studyUid(studyId) ?? studyId;
        if (watched.arrived.has(uid)) return;
        watched.arrived.add(uid);
        this.#tell();
      }),
    );
    this.#bag.add(
      imagingOrders.intake.onTaken.on(({ stat }) => {
        watched.stat += stat.length;
        if (stat.length > 0) this.#tell();
      }),
    );
    const timer = setInterval(() => void this.look(), LOOK_MS).unref();
    this.#bag.add(() => clearInterval(timer));
    this.#tell();
  }

  /** Somebody has unlocked it, or it is closed. */
  end(): void {
    this.#bag.dispose();
    if (this.#watched === null) return;
    this.#watched = null;
    this.#parts.tell(null);
  }

  /** Closes the store where its time is over, and tells how far it is; one look at a time. */
  look(): Promise<void> {
    this.#looking ??= this.#look().finally(() => {
      this.#looking = null;
    });
    return this.#looking;
  }

  state(): Fetching | null {
    const watched = this.#watched;
    if (watched === null || this.#parts.access.locked !== watched.locked) return null;
    const { locked, arrived, stat } = watched;
    const { index } = locked.store;
    const running =
      index.prepare<[], number>("SELECT count(*) FROM transfer WHERE state = 'running'").pluck().get() ?? 0;
    const least = (count: number): number => Math.min(count, MOST_COUNTED);
    return {
      ...{ until: locked.until, running: least(running), ...howMuch(index) },
      ...{ arrived: least(arrived.size), stat: least(stat) },
    };
  }

  async #look(): Promise<void> {
    const { access, leave, log } = this.#parts;
    try {
      await access.endLocked(leave);
      if (access.locked !== null) this.#tell();
    } catch (error) {
      log.error('access.not-ended', { code: asAppError(error).code });
    }
  }

  #tell(): void {
    try {
      const state = this.state();
      if (state !== null) this.#parts.tell(state);
    } catch (error) {
      // What is to come cannot be counted: the lock holds all the same.
      this.#parts.log.warn('access.not-counted', { code: asAppError(error).code });
    }
  }
}
