import { z } from 'zod';
import { AppError, asAppError } from '../../../shared/errors/app-error.ts';
import { ObjectId } from '../../../shared/model/ids.ts';
import type { ReviewId, StudyId } from '../../../shared/model/ids.ts';
import type { DeidentifyOptions } from '../../../shared/deidentify/options.ts';
import type { Archive } from '../archive/archive.ts';
import { storedImage } from '../archive/stored-image.ts';
import type { ClearedPixels } from '../deidentify/replaced-pixels.ts';
import type { DecodePool } from '../dicom/decode/decode-pool.ts';
import type { ParserPool, ToClean } from '../dicom/parser-pool.ts';
import type { Db } from '../kernel/sqlite.ts';
import { caseName } from './case-name.ts';
import { judgePixels } from './teaching/clear-pixels.ts';

/** Earlier studies that are copied beside the case, the most relevant first. */
const PRIORS = 2;
/** Why a prior was left out that has no Study Instance UID. */
export const NO_UID = 'review/no-copy';
/** Objects that are on their way at once. */
export const GROUP = 8;
/** Ages and intervals are needed to judge. */
const KEPT = { dates: 'modified', characteristics: true } as const;

const ObjectRow = z.object({
  object_id: ObjectId,
  modality: z.string().nullable(),
  frames: z.number(),
  image: z.string(),
});
export type BlindObject = z.infer<typeof ObjectRow>;

export interface BlindParts {
  readonly archive: Pick<Archive, 'readFile'>;
  readonly parsers: Pick<ParserPool, 'deidentifyAll'>;
  readonly pool: Pick<DecodePool, 'decode'>;
}

export interface BlindTo {
  readonly reviewId: ReviewId;
  /** New identifiers follow from it; stays the caller's. */
  readonly key: Uint8Array;
  readonly faces: DeidentifyOptions['faces'];
}

/** What of a study was left out, counted by kind and reason. */
export class LeftOut {
  readonly #lines = new Map<string, number>();

  add(modality: string | null, why: string): void {
    this.#add(`${modality ?? 'OT'}\n${why}`, 1);
  }

  /** A whole earlier study. */
  addPrior(modality: string | null, why: string): void {
    this.add(`prior ${modality ?? 'OT'}`, why);
  }

  addAll(others: LeftOut): void {
    for (const [line, count] of others.#lines) this.#add(line, count);
  }

  lines(): { readonly what: string; readonly why: string }[] {
    return [...this.#lines].map(([line, count]) => {
      const [modality = '', why = ''] = line.split('\n');
      return { what: `${count} × ${modality}`, why };
    });
  }

  #add(line: string, count: number): void {
    this.#lines.set(line, (this.#lines.get(line) ?? 0) + count);
  }
}

/** What counts of a study, in its order. */
export function objectsOf(index: Db, studyId: string): BlindObject[] {
  return index
    .prepare(
      `SELECT object_id, modality, frames, image FROM object JOIN series USING (series_id)
       WHERE study_id = ? AND rejected IS NULL AND duplicate IS NULL AND quarantined IS NULL AND made_at IS NULL
       ORDER BY series_id, sort_key, object_id`,
    )
    .all(studyId)
    .map((row) => ObjectRow.parse(row));
}

/** Null: it has none. */
function knownUid(index: Db, studyId: string): string | null {
  const sql = 'SELECT study_uid FROM study WHERE study_id = ?';
  return index.prepare<[string], string | null>(sql).pluck().get(studyId) ?? null;
}

/** Whether a study can be copied at all. */
export function hasUid(index: Db, studyId: string): boolean {
  return knownUid(index, studyId) !== null;
}

/** @throws AppError review/no-copy: without a UID nothing new can follow from it */
export function uidOf(index: Db, studyId: string): string {
  const uid = knownUid(index, studyId);
  if (uid === null) throw new AppError('review/no-copy', 'a study without a UID cannot be copied');
  return uid;
}

/** Earlier studies that go beside a case, and the modality of each that cannot: nothing new can follow from no UID. */
export interface PriorsToCopy {
  readonly studyIds: readonly StudyId[];
  readonly without: readonly (string | null)[];
}

/** The most relevant ones that can be copied; those without a UID that were passed over for them are named. */
export function priorsToCopy(index: Db, archive: Pick<Archive, 'priors'>, studyId: StudyId): PriorsToCopy {
  const modalityOf = index
    .prepare<[string], string | null>('SELECT min(modality) FROM series WHERE study_id = ?')
    .pluck();
  const studyIds: StudyId[] = [];
  const without: (string | null)[] = [];
  for (const prior of archive.priors(studyId)) {
    if (studyIds.length === PRIORS) break;
    if (hasUid(index, prior.studyId)) studyIds.push(prior.studyId);
    else without.push(modalityOf.get(prior.studyId) ?? null);
  }
  return { studyIds, without };
}

/** A picture that goes out. */
export interface BlindPicture {
  /** What it is written in. */
  readonly parts: readonly Uint8Array[];
  /** The file that it was, some of its parts views of it: whoever is done with those may give it back. */
  readonly from: Uint8Array;
}

/** Pictures of a case without its patient. What cannot be cleaned is left out and counted by its reason. */
export async function blindPictures(
  parts: BlindParts,
  { reviewId, key, faces }: BlindTo,
  objects: readonly BlindObject[],
  leftOut: LeftOut,
): Promise<readonly BlindPicture[]> {
  const pictures = objects.filter(({ frames, modality }) => {
    if (frames === 0) leftOut.add(modality, 'review/no-picture');
    return frames > 0;
  });
  const names = { key, patient: reviewId, pseudonym: caseName(reviewId) };
  const judged = await Promise.all(
    pictures.map(async (row): Promise<ToClean | AppError> => {
      try {
        const cleared = await clearedOf(parts, row);
        const content = await parts.archive.readFile(row.object_id);
        return { content, request: { ...names, cleared, ...KEPT, faces } };
      } catch (error) {
        return asAppError(error);
      }
    }),
  );
  const cleaned = await parts.parsers.deidentifyAll(judged.flatMap((one) => (one instanceof AppError ? [] : [one])));
  let next = 0;
  return judged.flatMap((one, at) => {
    const outcome = one instanceof AppError ? one : cleaned[next++];
    if (outcome === undefined) throw new AppError('internal/bug', 'a picture has no outcome');
    if (!(outcome instanceof AppError)) return one instanceof AppError ? [] : [{ parts: outcome, from: one.content }];
    if (!outcome.code.startsWith('deidentify/')) throw outcome;
    leftOut.add(pictures[at]?.modality ?? null, outcome.code);
    return [];
  });
}

/**
 * Ultrasound: blacked outside of what its device calls the picture, where no text is left in that. Null: its header alone says whether
 * text may stand in it.
 */
async function clearedOf(
  { archive, pool }: BlindParts,
  { object_id: objectId, modality, image }: BlindObject,
): Promise<ClearedPixels | null> {
  if (modality !== 'US') return null;
  const judge = { pool, load: (id: ObjectId) => archive.readFile(id), masks: [], looked: false };
  const { cleared } = await judgePixels(judge, { objectId, modality, image: storedImage(image, objectId, false) });
  return cleared;
}
