import type { AppError } from '../../../../shared/errors/app-error.ts';
import type { PersonId, SourceId } from '../../../../shared/model/ids.ts';
import type { Commands } from '../../kernel/command.ts';
import type { Clock, Log } from '../../kernel/ports.ts';
import type { Db } from '../../kernel/sqlite.ts';
import type { StoredSource } from '../source-list/source-list.ts';
import type { TransferRun } from './transfer-run.ts';
import type { TransferCounts, TransferRecord } from './transfer-table.ts';

/** What a run tells while it goes. */
export interface RunHooks {
  readonly onBytes: (bytes: number) => void;
  readonly onCounts: (counts: Omit<TransferCounts, 'bytes'>) => void;
  /** One more object is here. */
  readonly onStored: () => void;
  readonly firstSeries: () => string | null;
  readonly firstIsHere: () => void;
}

export interface TransferDeskOptions {
  readonly db: Db;
  readonly commands: Pick<Commands, 'run' | 'runInBackground'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly personId: PersonId;
  readonly sources: () => readonly StoredSource[];
  /** Makes the run of a row; throws what keeps it from beginning. */
  readonly makeRun: (record: TransferRecord, hooks: RunHooks) => Promise<TransferRun>;
  readonly random?: () => number;
  /** Only what somebody waits for is fetched there now. */
  readonly isMetered?: ((sourceId: SourceId) => boolean) | undefined;
  /** Whether the source has to bring the study up from a slow store first. */
  readonly isNearline?: ((record: TransferRecord) => boolean) | undefined;
  /** Whether there is no room for what would come; asking may make some. */
  readonly isFull?: (() => boolean) | undefined;
  /** So many bytes came from a source. */
  readonly onBytes?: ((sourceId: SourceId, bytes: number) => void) | undefined;
  /** What a run saw of the line to its source; null: it answered. */
  readonly onSight?: ((sourceId: SourceId, error: AppError | null) => void) | undefined;
}
