import { AppError } from '../../../shared/errors/app-error.ts';
import type { Response } from '../../../shared/contract/index.ts';

/** What "Save what I see" wrote. */
export interface SavedHanging {
  readonly id: string;
  readonly name: string;
  readonly version: number;
  /** The version that it was made from; 0: there was none. */
  readonly after: number;
  /** By what the reader had chosen to hang the case before; null: by the best. */
  readonly wanted: string | null;
}

/** The reader's own protocols at the station. */
export interface OwnVersions {
  readonly versions: (id: string) => Promise<Response<'hanging.versions'>>;
  readonly restore: (id: string, version: number) => Promise<Response<'hanging.restore'>>;
  readonly remove: (id: string) => Promise<unknown>;
}

export interface TakenBack extends SavedHanging {
  /** former: the version before counts again; gone: there was none. */
  readonly left: 'former' | 'gone';
}

/** What was saved at this desk, the latest last: each can be taken back, one after the other. The versions themselves all stay. */
export class SavedHangings {
  #all: readonly SavedHanging[] = [];
  /** The newest version by id, as this desk left it; null: removed. */
  readonly #newest = new Map<string, number | null>();

  add(saved: SavedHanging): void {
    this.#all = [...this.#all, saved];
    this.#newest.set(saved.id, saved.version);
  }

  /** The newest version of what the case hangs by, which may have been saved or taken back since it was hung; null: it is gone. */
  newestOf({ id, version }: Pick<SavedHanging, 'id' | 'version'>): number | null {
    const known = this.#newest.get(id);
    return known === undefined ? version : known;
  }

  /** Null: nothing was saved here. @throws AppError hanging/changed where somebody saved or removed it since, and as the station says */
  async takeBack(own: OwnVersions): Promise<TakenBack | null> {
    const last = this.#all.at(-1);
    if (!last) return null;
    const { id, version, after } = last;
    const { versions } = await own.versions(id);
    if (versions[0]?.version !== version) {
      this.#all = this.#all.filter((one) => one !== last);
      this.#newest.delete(id);
      throw new AppError('hanging/changed', 'it was changed since it was saved here');
    }
    const former = versions.find((one) => one.version === after && one.name !== null);
    const now = former ? await own.restore(id, after) : null;
    if (!former) await own.remove(id);
    this.#newest.set(id, now?.version ?? null);
    // What was saved before it has another number now, and can still be taken back.
    this.#all = this.#all
      .filter((one) => one !== last)
      .map((one) => (now !== null && one.id === id && one.version === after ? { ...one, version: now.version } : one));
    return { ...last, left: former ? 'former' : 'gone' };
  }
}
