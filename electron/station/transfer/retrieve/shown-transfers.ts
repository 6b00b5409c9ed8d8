import { AppError, toWire } from '../../../../shared/errors/app-error.ts';
import type { WireError } from '../../../../shared/errors/app-error.ts';
import type { SourceId, StudyId } from '../../../../shared/model/ids.ts';
import type { Transfer } from '../../../../shared/model/transfer.ts';
import type { SiteStudies } from './site-studies.ts';
import type { TransferDesk } from './transfer-desk.ts';
import { rankOf } from './transfer-table.ts';
import type { TransferRecord } from './transfer-table.ts';

export interface ShownTransfersParts {
  readonly desk: Pick<TransferDesk, 'table' | 'countsOf' | 'paceOf' | 'heldBy' | 'nothingSince'>;
  readonly siteStudies: Pick<SiteStudies, 'get'>;
  /** Studies here by Study Instance UID. */
  readonly studies: (studyUid: string) => readonly StudyId[];
  readonly nameOf: (sourceId: SourceId) => string;
}

/** Rows of the queue as people see them. */
export class ShownTransfers {
  readonly #parts: ShownTransfersParts;

  constructor(parts: ShownTransfersParts) {
    this.#parts = parts;
  }

  list(): readonly Transfer[] {
    return this.#parts.desk.table.list().map((row) => this.of(row));
  }

  of(row: TransferRecord): Transfer {
    const { desk, siteStudies, studies, nameOf } = this.#parts;
    const { transferId, sourceId, studyUid, seriesUid, way, state, attempts } = row;
    const { received, expected, bytes, missing } = desk.countsOf(row);
    const found = siteStudies.get(sourceId, studyUid)?.found ?? null;
    return {
      ...{ transferId, sourceId, sourceName: nameOf(sourceId), studyUid, seriesUid },
      studyId: studies(studyUid)[0] ?? null,
      what: found && {
        patientName: found.patientName,
        studyDate: found.studyDate,
        modalities: found.modalities,
        description: found.description,
      },
      ...{ way, rank: rankOf(row.rank), state, received, expected, missing, bytes },
      ...desk.paceOf(transferId),
      ...{ attempts, againAt: row.notBefore === null ? null : new Date(row.notBefore).toISOString() },
      ...{ error: this.#errorOf(row), recallSince: this.#recallOf(row) },
    };
  }

  /** What is asked for of a study and not finished: the whole of it before its series. Null: nothing. */
  coming(studyUid: string): Pick<Transfer, 'state' | 'timeLeft' | 'error' | 'recallSince'> | null {
    const { desk } = this.#parts;
    const [row] = desk.table.openOfStudy(studyUid);
    if (row === undefined) return null;
    const { timeLeft } = desk.paceOf(row.transferId);
    return { state: row.state, timeLeft, error: this.#errorOf(row), recallSince: this.#recallOf(row) };
  }

  /** Whether its source said that it has to bring the study up first. */
  isNearline({ sourceId, studyUid }: Pick<TransferRecord, 'sourceId' | 'studyUid'>): boolean {
    const said = this.#parts.siteStudies.get(sourceId, studyUid)?.found.availability ?? null;
    return said === 'NEARLINE' || said === 'OFFLINE';
  }

  #recallOf(row: TransferRecord): string | null {
    const since = this.#parts.desk.nothingSince(row);
    return since !== null && this.isNearline(row) ? since : null;
  }

  /** What failed last, or what it waits for. */
  #errorOf(row: TransferRecord): WireError | null {
    const held = this.#parts.desk.heldBy(row);
    return held === null ? row.error : toWire(new AppError(held, 'it waits'));
  }
}
