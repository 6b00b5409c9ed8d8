import type { SourceId } from '../../../../shared/model/ids.ts';
import type { SourceSecrets } from '../../../../shared/model/source-settings.ts';
import type { Source } from '../../sources/source.ts';
import type { SourceList, StoredSource } from './source-list.ts';

/** Makes the connection of a source; nothing is sent yet. */
export type OpenSource = (
  stored: StoredSource,
  /** A secret that is good once was used up: the next one. */
  renew: (secrets: SourceSecrets) => void,
) => Source;

interface Open {
  readonly changedAt: string;
  readonly source: Source;
}

/** The open connections of a store's sources: one a source, made when it is first wanted, and anew when its settings change. */
export class SourcePool {
  readonly #list: SourceList;
  readonly #make: OpenSource;
  readonly #open = new Map<SourceId, Open>();
  readonly #closing = new Set<Promise<void>>();
  readonly #deafen: () => void;

  constructor(list: SourceList, make: OpenSource) {
    this.#list = list;
    this.#make = make;
    this.#deafen = list.onChanged.on(() => this.#dropChanged());
  }

  /** @throws AppError source/unknown */
  get(sourceId: SourceId): Source {
    const stored = this.#list.get(sourceId);
    const known = this.#open.get(sourceId);
    if (known?.changedAt === stored.changedAt) return known.source;
    if (known !== undefined) this.#drop(sourceId, known);
    const source = this.#make(stored, (secrets) => this.#list.renewSecrets(sourceId, secrets));
    this.#open.set(sourceId, { changedAt: stored.changedAt, source });
    return source;
  }

  async close(): Promise<void> {
    this.#deafen();
    for (const [sourceId, open] of this.#open) this.#drop(sourceId, open);
    await Promise.all(this.#closing);
  }

  #dropChanged(): void {
    const now = new Map(this.#list.all().map((stored) => [stored.sourceId, stored.changedAt]));
    for (const [sourceId, open] of this.#open) {
      if (now.get(sourceId) !== open.changedAt) this.#drop(sourceId, open);
    }
  }

  #drop(sourceId: SourceId, { source }: Open): void {
    this.#open.delete(sourceId);
    const closing: Promise<void> = source
      .close()
      // It is gone for us either way.
      .catch(() => undefined)
      .then(() => void this.#closing.delete(closing));
    this.#closing.add(closing);
  }
}
