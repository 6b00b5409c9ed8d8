import type { SourceId, TransferId } from '../../../../shared/model/ids.ts';
import type { Pace, ProgressMeter } from '../../kernel/progress-meter.ts';
import type { TransferRun } from './transfer-run.ts';
import type { TransferCounts } from './transfer-table.ts';

/** A row that is being fetched now. */
export interface Running {
  readonly transferId: TransferId;
  readonly sourceId: SourceId;
  rank: number;
  run: TransferRun | null;
  counts: TransferCounts;
  pace: Pace;
  readonly meter: ProgressMeter;
  savedAt: number;
  /** Something was stored since it was counted: whoever wants the counts has them counted first. */
  stale: boolean;
  /** What it is to become when it has ended; null: what its end says. */
  becomes: 'paused' | 'cancelled' | null;
  ended: Promise<void>;
}

/** How much of it is here, as it is now. */
export function freshCounts(running: Running): TransferCounts {
  if (running.stale) {
    running.stale = false;
    running.run?.recount();
  }
  return running.counts;
}
