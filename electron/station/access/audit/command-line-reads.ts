import { StudyId } from '../../../../shared/model/ids.ts';
import type { ObjectId } from '../../../../shared/model/ids.ts';
import type { Db } from '../../kernel/sqlite.ts';
import type { Recorder } from './recorder.ts';

/** Records what the command line gives out of studies: once a study and run, however many objects are read. */
export class CommandLineReads {
  readonly #index: Db;
  readonly #recorder: Recorder;
  readonly #told = new Set<string>();

  constructor(index: Db, recorder: Recorder) {
    this.#index = index;
    this.#recorder = recorder;
  }

  async study(verb: string, studyId: StudyId): Promise<void> {
    const key = `${verb} ${studyId}`;
    if (this.#told.has(key)) return;
    this.#told.add(key);
    await this.#recorder.opened(studyId, { by: 'command line', verb });
  }

  /** Every study with this UID. */
  studyUid(verb: string, studyUid: string): Promise<void> {
    return this.#each(verb, 'SELECT study_id FROM study WHERE study_uid = ?', studyUid);
  }

  /** Every study with such a series. */
  series(verb: string, seriesUid: string): Promise<void> {
    return this.#each(verb, 'SELECT DISTINCT study_id FROM series WHERE series_uid = ?', seriesUid);
  }

  /** Decoded values of an object go into a file. */
  async exported(objectId: ObjectId, frame: number | 'all'): Promise<void> {
    await this.#recorder.exported(objectId, { frame, by: 'command line' });
  }

  async #each(verb: string, sql: string, uid: string): Promise<void> {
    for (const found of this.#index.prepare<[string], string>(sql).pluck().all(uid)) {
      await this.study(verb, StudyId.parse(found));
    }
  }
}
