import type { AnyEvent } from '../../../shared/contract/index.ts';
import type { AppError } from '../../../shared/errors/app-error.ts';
import type { ObjectId, PersonId, SourceId } from '../../../shared/model/ids.ts';
import type { OpenStore } from '../access/open-store.ts';
import type { DecodePool } from '../dicom/decode/decode-pool.ts';
import type { ParserPool } from '../dicom/parser-pool.ts';
import type { Clock, Log } from '../kernel/ports.ts';
import type { ProfileWithSources } from './source-list/managed-sources.ts';
import type { OpenSource } from './source-list/source-pool.ts';

export interface TransfersOptions {
  readonly store: OpenStore;
  readonly parsers: ParserPool;
  /** Null where nothing can decode. */
  readonly pool: Pick<DecodePool, 'decode'> | null;
  readonly clock: Clock;
  readonly log: Log;
  readonly personId: PersonId;
  readonly profiles: () => readonly ProfileWithSources[];
  readonly openSource: OpenSource;
  /** Resolves when what the connections need is there: our own receiver, where a source sends to it. */
  readonly ready?: () => Promise<void>;
  /** What the connections share goes last. */
  readonly closeLinks: () => Promise<void>;
  readonly emit: (event: AnyEvent) => void;
  /** Free bytes of the disk of the store; left out: as the disk says. */
  readonly freeBytes?: (() => number) | undefined;
  /** Room for studies from sites, bytes; left out: as the settings of fetching ahead say. */
  readonly quotaBytes?: (() => number) | undefined;
  /** Stored objects that their site has just taken back. */
  readonly onRejected?: ((objectIds: readonly ObjectId[]) => void) | undefined;
  /** What a transfer saw of the line to its source; null: it answered. */
  readonly onSight?: (sourceId: SourceId, error: AppError | null) => void;
}
