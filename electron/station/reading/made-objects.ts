import { z } from 'zod';
import { AppError, fromWire } from '../../../shared/errors/app-error.ts';
import { ObjectId } from '../../../shared/model/ids.ts';
import type { PersonId, StudyId } from '../../../shared/model/ids.ts';
import type { PersonName } from '../../../shared/model/study.ts';
import type { AuditDetail } from '../kernel/audit.ts';
import type { Commands } from '../kernel/command.ts';
import type { Clock } from '../kernel/ports.ts';
import type { Db } from '../kernel/sqlite.ts';
import type { SiteIngests } from '../archive/site-ingests.ts';
import type { ParserPool } from '../dicom/parser-pool.ts';

export interface MadeObjectsParts {
  readonly index: Db;
  readonly commands: Pick<Commands, 'run'>;
  readonly clock: Clock;
  readonly personId: PersonId;
  readonly parsers: Pick<ParserPool, 'readBytes'>;
  readonly ingests: Pick<SiteIngests, 'of'>;
  /** Writes what goes out of it, inside the transaction. */
  readonly queue: (db: Db, made: Queued) => void;
  readonly onStudies: (studyIds: readonly StudyId[]) => void;
}

interface Queued {
  readonly studyId: StudyId;
  readonly sopUid: string;
  readonly sopClass: string;
  readonly at: string;
  readonly follows?: string;
}

export interface MadeObject {
  readonly studyId: StudyId;
  /** Of the command: "reading.keyObject" … */
  readonly act: string;
  readonly bytes: Uint8Array;
  readonly detail: AuditDetail;
  /** Where this is a newer version of something: what all of its versions share. */
  readonly follows?: string;
}

const Found = z.object({ object_id: ObjectId, study_id: z.string(), series_id: z.string(), sop_class: z.string() });
const Owner = z.object({
  site: z.string(),
  study_uid: z.string().nullable(),
  issuer: z.string(),
  patient_id: z.string().nullable(),
  name_alphabetic: z.string(),
  name_ideographic: z.string(),
  name_phonetic: z.string(),
  birth_date: z.string().nullable(),
  sex: z.string().nullable(),
});

/**
 * Puts objects that this station made into the archive, beside what they are about, and into the outbox. The same bytes again change
 * nothing, so that whoever was interrupted begins again.
 */
export class MadeObjects {
  readonly #parts: MadeObjectsParts;

  constructor(parts: MadeObjectsParts) {
    this.#parts = parts;
  }

  /** @throws AppError archive/unknown-study, reading/cannot-write, disk/… */
  async keep({ studyId, act, bytes, detail, follows }: MadeObject): Promise<{ objectId: ObjectId; sopUid: string }> {
    const { index, commands, personId, clock, queue, onStudies } = this.#parts;
    const sopUid = await this.#store(studyId, bytes);
    const found = Found.parse(
      index
        .prepare(
          `SELECT object_id, study_id, series_id, sop_class FROM object JOIN series USING (series_id)
           WHERE sop_uid = ? AND study_id = ? AND duplicate IS NULL`,
        )
        .get(sopUid, studyId),
    );
    const at = clock.nowIso();
    commands.run({ name: act, personId, subject: studyId, detail: { ...detail, object: found.object_id } }, (db) => {
      db.prepare('UPDATE series SET made_at = ? WHERE series_id = ? AND made_at IS NULL').run(at, found.series_id);
      const made = { studyId, sopUid, sopClass: found.sop_class, at };
      queue(db, follows === undefined ? made : { ...made, follows });
    });
    onStudies([studyId]);
    return { objectId: found.object_id, sopUid };
  }

  async #store(studyId: StudyId, bytes: Uint8Array): Promise<string> {
    const owner = this.#owner(studyId);
    const [outcome] = await this.#parts.parsers.readBytes([bytes]);
    if (outcome?.kind === 'refused') throw fromWire(outcome.error);
    if (outcome?.kind !== 'object' || outcome.parsed.sopUid === null)
      throw new AppError('internal/bug', 'an object of ours is none');
    const name: PersonName = {
      alphabetic: owner.name_alphabetic,
      ideographic: owner.name_ideographic,
      phonetic: owner.name_phonetic,
    };
    // Whose it is is known: what the writer had to leave out of the header must not make another patient of it.
    const { patient_id: patientId, issuer, birth_date: birthDate, sex } = owner;
    const parsed = {
      ...outcome.parsed,
      patient: { ...outcome.parsed.patient, patientId, issuer, name, birthDate, sex },
    };
    const { ingest } = await this.#parts.ingests.of(owner.site);
    const arrival = { parsed, source: { bytes }, load: () => Promise.resolve(bytes), folder: '' };
    const [stored] = await ingest.take([arrival]);
    if (stored?.kind === 'refused') throw stored.error;
    if (stored?.kind === 'imported' && stored.studyId !== studyId)
      throw new AppError('internal/bug', 'an object of ours went into another study');
    return outcome.parsed.sopUid;
  }

  #owner(studyId: StudyId): z.infer<typeof Owner> {
    const found = this.#parts.index
      .prepare(
        `SELECT site.name AS site, study.study_uid, patient.* FROM study JOIN site USING (site_id)
         JOIN patient USING (patient_key) WHERE study_id = ?`,
      )
      .get(studyId);
    if (found === undefined) throw new AppError('archive/unknown-study', 'the store has no such study');
    const owner = Owner.parse(found);
    if (owner.study_uid === null)
      throw new AppError('reading/cannot-write', 'a study without a UID cannot be named by another object');
    return owner;
  }
}
