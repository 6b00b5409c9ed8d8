import { asAppError } from '../../../../shared/errors/app-error.ts';
import type { StudyId } from '../../../../shared/model/ids.ts';
import type { Clock, Log } from '../../kernel/ports.ts';
import { withoutWaiting } from '../../kernel/sqlite.ts';
import type { Db } from '../../kernel/sqlite.ts';

/** Notes which studies peers pushed: they take of the room for studies from sites. */
export class PushedNotes {
  readonly #db: Db;
  readonly #clock: Pick<Clock, 'nowIso'>;
  readonly #log: Log;
  readonly #noted = new Set<StudyId>();

  constructor(db: Db, clock: Pick<Clock, 'nowIso'>, log: Log) {
    this.#db = db;
    this.#clock = clock;
    this.#log = log;
  }

  /** Once a study. Never throws. */
  note(studyId: StudyId): void {
    if (this.#noted.has(studyId)) return;
    this.#noted.add(studyId);
    try {
      withoutWaiting(this.#db, () =>
        this.#db.prepare('INSERT OR IGNORE INTO pushed_study VALUES (?, ?)').run(studyId, this.#clock.nowIso()),
      );
    } catch (error) {
      // The images are safe; only their room is not counted after the next start.
      this.#log.warn('pushed.not-noted', { code: asAppError(error).code });
    }
  }
}
