import type { ParsedRequest } from '../../../shared/contract/index.ts';
import { AppError } from '../../../shared/errors/app-error.ts';
import { AddendumTask } from '../../../shared/model/addendum-task.ts';
import type { Communication } from '../../../shared/model/communication.ts';
import type { PersonId, ReportId, StudyId } from '../../../shared/model/ids.ts';
import type { Commands } from '../kernel/command.ts';
import type { Clock } from '../kernel/ports.ts';
import type { Db } from '../kernel/sqlite.ts';

export interface AddendumTasksOptions {
  readonly index: Db;
  readonly commands: Pick<Commands, 'run'>;
  readonly clock: Pick<Clock, 'nowIso'>;
  readonly personId: PersonId;
  readonly onChanged: (studyId: StudyId) => void;
}

/** Whatever follows the report and was signed later is the addendum, or takes the report's place. */
const OPEN = `
  SELECT addendum_task.communication_id AS communicationId, addendum_task.study_id AS studyId, addendum_task.report_id AS reportId,
    json_extract(communication.content, '$.finding') AS finding, asked_at AS askedAt
  FROM addendum_task JOIN communication USING (communication_id)
  WHERE addendum_task.study_id = ? AND ended IS NULL AND NOT EXISTS (
    SELECT 1 FROM report WHERE report.predecessor = addendum_task.report_id AND report.signed_at > addendum_task.asked_at)
  ORDER BY asked_at, addendum_task.communication_id`;

/** Reports that something has to be added to, each with the finding that somebody has to be told of. */
export class AddendumTasks {
  readonly #options: AddendumTasksOptions;

  constructor(options: AddendumTasksOptions) {
    this.#options = options;
  }

  open(studyId: StudyId): AddendumTask[] {
    return this.#options.index
      .prepare(OPEN)
      .all(studyId)
      .map((row) => AddendumTask.parse(row));
  }

  /** @throws AppError communication/unknown: there is none, or it was ended before */
  end({ communicationId, reason }: ParsedRequest<'addendum.end'>): void {
    const { index, commands, clock, personId, onChanged } = this.#options;
    const studyId = index
      .prepare<[string], StudyId>('SELECT study_id FROM addendum_task WHERE communication_id = ? AND ended IS NULL')
      .pluck()
      .get(communicationId);
    if (studyId === undefined) throw new AppError('communication/unknown', 'no addendum is asked for with it');
    const detail = { communication: communicationId };
    commands.run({ name: 'addendum.end', personId, subject: studyId, detail }, (db) => {
      const ended = JSON.stringify({ by: personId, at: clock.nowIso(), reason });
      db.prepare('UPDATE addendum_task SET ended = ? WHERE communication_id = ?').run(ended, communicationId);
    });
    onChanged(studyId);
  }
}

/** Inside the command that opens the finding: both are there, or neither. */
export function askAddendum(
  db: Db,
  { communicationId, studyId, identifiedAt }: Communication,
  reportId: ReportId,
): void {
  db.prepare(
    'INSERT INTO addendum_task (communication_id, study_id, report_id, asked_at, ended) VALUES (?, ?, ?, ?, NULL)',
  ).run(communicationId, studyId, reportId, identifiedAt);
}
