import type { Jurisdiction } from '../../../../shared/model/credentials.ts';
import { AppError, asAppError } from '../../../../shared/errors/app-error.ts';
import { readManifest } from '../../kernel/backup/manifest.ts';
import { runBackup } from '../../kernel/backup/run-backup.ts';
import type { BackupReport } from '../../kernel/backup/run-backup.ts';
import { systemClock } from '../../kernel/clock.ts';
import { newId } from '../../kernel/ids.ts';
import type { Access, AdministerParts, Leave } from '../access.ts';
import type { OpenStore } from '../open-store.ts';
import { profilesInForce } from '../profile/profile-rows.ts';
import { leaveOutBy, staysBehind } from '../retention/leave-out.ts';
import { askRotation } from '../rotate.ts';
import { readStoreFile } from '../store-file.ts';
import type { Moved } from './movement.ts';
import { readOpened, readTicket, writeOpened, writeTicket } from './ticket.ts';

export interface MoveStatus {
  readonly state: 'here' | Moved['stage'];
  readonly to: string | null;
  readonly at: string | null;
  /** Another one for each machine that a store was moved to; null: it has never been moved. */
  readonly instanceId: string | null;
}

export interface Arrived {
  readonly instanceId: string;
  /** A new one where the former could not be kept, else null. */
  readonly recoveryKey: string | null;
  /** False where the medium takes no note that its package was opened. */
  readonly noted: boolean;
}

export interface PackRequest {
  /** Folder of the package, absolute. */
  readonly to: string;
  /** Where the package, and then the store, lies; null: as it was declared, at first the place of the store. */
  readonly place?: Jurisdiction | null;
  readonly proof: string;
}

export interface Progress {
  readonly done: number;
  readonly total: number;
}

/*
 * A store goes to another machine in steps of which each is one record or one file: begin (from here on the old machine takes no new
 * work), the package (a backup), done (the old machine gives the store up for good), the ticket (without which the package opens
 * nowhere), and arrive. Cut off between two, at most one of both works, and the same command goes on.
 */
export class Moving {
  readonly #access: Access;

  constructor(access: Access) {
    this.#access = access;
  }

  status(): MoveStatus {
    const { index, movement } = this.#access.requireStore();
    const arrived = index
      .prepare<[], string>(
        "SELECT json_extract(detail, '$.instanceId') FROM audit WHERE command = 'move.arrive' ORDER BY seq DESC LIMIT 1",
      )
      .pluck()
      .get();
    const { stage: state = 'here', to = null, at = null } = movement.moved ?? {};
    return { state, to, at, instanceId: arrived ?? null };
  }

  /**
   * Makes the package and gives the store up. Cut off, by a lock in between too, it goes on when it is called again: while the objects
   * are copied, which may take an hour, the store can be locked as at any time.
   * @throws AppError store/moved, residency/other-region, backup/…, disk/…, access/…
   */
  async pack(
    request: PackRequest,
    leave: Leave,
    tell: (progress: Progress) => void = () => undefined,
  ): Promise<BackupReport | null> {
    const { proof } = request;
    const left: OpenStore[] = [];
    try {
      const store = await this.#access.administer(proof, async (parts) => {
        await begin(parts.store, request, () => {
          left.push(parts.store);
          return leave();
        });
        return parts.store;
      });
      return await this.#packUp(store, request, tell);
    } finally {
      // What works on a store is closed for good: whoever goes on here does so in a store that was opened anew.
      if (left.some((store) => store === this.#access.store)) {
        await this.#access.administer(proof, ({ reenter }) => reenter(() => Promise.resolve()));
      }
    }
  }

  async #packUp(
    store: OpenStore,
    request: PackRequest,
    tell: (progress: Progress) => void,
  ): Promise<BackupReport | null> {
    const { to, proof } = request;
    const isPacked = store.movement.moved?.stage === 'moved';
    const report = isPacked ? null : await this.#makePackage(store, request, tell);
    await this.#sameStore(store, proof, async ({ dir, faults }) => {
      const { moved } = store.movement;
      const moveId = moved?.moveId ?? '';
      if (moved?.stage === 'moving') record(store, 'move.done', { moveId, to });
      const { storeId = '' } = readStoreFile(dir) ?? {};
      const key = store.ring.databaseKey('move');
      const ticket = { moveId, storeId, set: readManifest(to)?.current ?? '' };
      await (faults ?? store.faults).aroundAsync('move ticket', () => writeTicket(to, ticket, key));
      key.fill(0);
    });
    return report;
  }

  async #makePackage(
    store: OpenStore,
    request: PackRequest,
    tell: (progress: Progress) => void,
  ): Promise<BackupReport> {
    try {
      return await makePackage(store, request, tell);
    } catch (error) {
      // Whatever it met then, that is why.
      if (this.#access.store !== store) throw lockedMeanwhile();
      throw error;
    }
  }

  /** Nobody was let in or out since, and the move was not taken back. */
  async #sameStore(store: OpenStore, proof: string, work: (parts: AdministerParts) => Promise<void>): Promise<void> {
    if (this.#access.store !== store) throw lockedMeanwhile();
    await this.#access.administer(proof, async (parts) => {
      if (parts.store !== store || store.movement.moved === null) throw lockedMeanwhile();
      await work(parts);
    });
  }

  /**
   * The store stays, or comes back, here. `destroyed`: whoever says so vouches that nobody can open the package any more.
   * @throws AppError move/gone
   */
  cancel({ destroyed, proof }: { readonly destroyed: boolean; readonly proof: string }, leave: Leave): Promise<void> {
    return this.#access.administer(proof, async ({ store, reenter }) => {
      const { moved } = store.movement;
      if (moved === null) return;
      if (moved.stage === 'moved' && !destroyed) {
        throw new AppError(
          'move/gone',
          'the package can be opened elsewhere: say that it is destroyed, or open it there',
        );
      }
      record(store, 'move.cancel', { moveId: moved.moveId, to: moved.to, destroyed });
      await reenter(leave);
    });
  }

  /**
   * In the store that a package was unpacked into: from here on it is the one that works, under another store key and as another
   * instance. Cut off, it goes on when it is called again. @throws AppError move/unfinished, move/opened-before, access/…
   */
  arrive({
    from,
    again,
    proof,
  }: {
    readonly from: string;
    readonly again: boolean;
    readonly proof: string;
  }): Promise<Arrived> {
    return this.#access.administer(proof, async (parts) => {
      const { store } = parts;
      const { moved } = store.movement;
      const before = readOpened(from);
      if (moved === null) return await this.#note(from, before?.moveId ?? lastMove(store), null);
      const key = store.ring.databaseKey('move');
      const ticket = readTicket(from, key);
      key.fill(0);
      if (ticket.moveId !== moved.moveId) throw new AppError('move/unfinished', 'the ticket is of another move');
      if (before?.moveId === moved.moveId && !again) {
        throw new AppError('move/opened-before', `the package was opened on ${before.at}: there would be two stores`);
      }
      return await this.#note(from, moved.moveId, await takeOver(parts, moved, before !== null));
    });
  }

  /** On the medium too, so that another machine hears of it. */
  async #note(from: string, moveId: string, recoveryKey: string | null): Promise<Arrived> {
    const instanceId = this.status().instanceId ?? '';
    try {
      await writeOpened(from, { moveId, instanceId, at: systemClock.nowIso() });
      return { instanceId, recoveryKey, noted: true };
    } catch (error) {
      if (!asAppError(error).code.startsWith('disk/')) throw error;
      return { instanceId, recoveryKey, noted: false };
    }
  }
}

/** Another store key: the anchors of the machine that it comes from, and of any other copy, are not its own. */
async function takeOver(
  { store, rotate }: AdministerParts,
  { moveId, to }: Moved,
  again: boolean,
): Promise<string | null> {
  record(store, 'move.arrive', { moveId, to, instanceId: newId(), again }, () => askRotation(store.index, 'move'));
  return await rotate(() => Promise.resolve());
}

function lockedMeanwhile(): AppError {
  return new AppError('access/locked', 'the store was locked meanwhile: pack it once more');
}

/** From here on the store takes no new work. @throws AppError store/moved, residency/other-region before anything is written down */
async function begin(store: OpenStore, { to, place = null }: PackRequest, leave: Leave): Promise<void> {
  const { movement, index } = store;
  if (movement.moved !== null && movement.moved.to !== to) movement.requireLive();
  const declared = place ?? readManifest(to)?.place ?? null;
  const words = declared === null ? [] : staysBehind(index, profilesInForce(index, new Map()), declared);
  if (words.length > 0) throw new AppError('residency/other-region', words.join(' '));
  await leave();
  if (movement.moved === null) record(store, 'move.begin', { moveId: newId(), to, place: declared ?? '' });
}

/** All of the store or none of it: what were left out could be worked on nowhere. */
async function makePackage(
  store: OpenStore,
  { to, place = null }: PackRequest,
  tell: (progress: Progress) => void,
): Promise<BackupReport> {
  const { storeId = '', kind = 'evaluation' } = readStoreFile(store.dir) ?? {};
  const progress = {
    signal: new AbortController().signal,
    report: ({ doneCount, totalCount }: { readonly doneCount: number; readonly totalCount: number | null }) =>
      tell({ done: doneCount, total: totalCount ?? 0 }),
  };
  const leaveOut = leaveOutBy(() => profilesInForce(store.index, new Map()));
  const parts = { ...store.backup, leaveOut, storeId, kind, now: () => systemClock.nowIso() };
  const wanted = { place, whole: true };
  const { report } = await runBackup(parts, to, progress, wanted);
  // What was found damaged is in quarantine now: the second time round the copy of the index says so too.
  return report.bad === 0 ? report : (await runBackup(parts, to, progress, wanted)).report;
}

function lastMove({ index }: OpenStore): string {
  const last =
    "SELECT json_extract(detail, '$.moveId') FROM audit WHERE command = 'move.arrive' ORDER BY seq DESC LIMIT 1";
  const moveId = index.prepare<[], string>(last).pluck().get();
  if (moveId === undefined) throw new AppError('move/unfinished', 'this store was not unpacked from a package');
  return moveId;
}

function record(
  { commands, personId, movement }: OpenStore,
  name: `move.${'begin' | 'done' | 'cancel' | 'arrive'}`,
  detail: { readonly moveId: string; readonly to: string; readonly [more: string]: string | boolean },
  also: () => void = () => undefined,
): void {
  commands.run({ name, personId, subject: detail.moveId, detail }, also);
  movement.refresh();
}
