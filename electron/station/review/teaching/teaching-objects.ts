import { z } from 'zod';
import type { DeidentifyOptions } from '../../../../shared/deidentify/options.ts';
import { METHOD, methodCodes } from '../../../../shared/deidentify/options.ts';
import { AppError, asAppError } from '../../../../shared/errors/app-error.ts';
import { ObjectId } from '../../../../shared/model/ids.ts';
import type { StudyId } from '../../../../shared/model/ids.ts';
import type { KeyImage } from '../../../../shared/model/key-image.ts';
import { KEY_TITLES } from '../../../../shared/model/key-image.ts';
import { storedImage } from '../../archive/stored-image.ts';
import { KeyedNames } from '../../deidentify/keyed-names.ts';
import type { ParserPool } from '../../dicom/parser-pool.ts';
import { codeItem } from '../../dicom/write/content-item.ts';
import { sequence, text } from '../../dicom/write/element.ts';
import { buildKeyObject } from '../../dicom/write/key-object.ts';
import type { Db } from '../../kernel/sqlite.ts';
import { judgePixels } from './clear-pixels.ts';
import type { PixelJudge } from './clear-pixels.ts';

export interface TeachingObjectsParts {
  readonly index: Db;
  readonly parsers: Pick<ParserPool, 'deidentify' | 'readBytes'>;
  readonly judge: PixelJudge;
  /** 32 bytes: new UIDs, dates and the pseudonym follow from it. */
  readonly key: Uint8Array;
  /** UTC, ISO 8601: of the key object. */
  readonly at: string;
  /** "+01:00". */
  readonly zone: string;
}

export interface TeachingObjects {
  readonly pseudonym: string;
  readonly studyUid: string;
  readonly pictures: readonly Uint8Array[];
  /** The selection "For Teaching"; null: no picture that went was marked. */
  readonly keyObject: { readonly sopUid: string; readonly bytes: Uint8Array } | null;
  /** What stayed in, by kind and reason, with how many. */
  readonly leftOut: readonly { readonly modality: string; readonly why: string; readonly count: number }[];
}

const Row = z.object({
  object_id: ObjectId,
  modality: z.string().nullable(),
  frames: z.number(),
  image: z.string(),
  sop_uid: z.string().nullable(),
});
/** Leaves the store: faces are refused, intervals and age are kept because a case cannot be taught without them. */
const OUTSIDE = { dates: 'modified', characteristics: true, faces: 'refuse' } as const;
/** Objects of one file, bytes: they are held in memory until all are safe on the disk. */
const MOST_BYTES = 1024 ** 3;

/**
 * The pictures of a study without its patient, and the selection of those that were marked. Reports, marks and results of programs do not
 * go: what a presenter wants to say is written anew.
 * @throws AppError review/too-large, blob/…, dicom/…, process/…
 */
export async function teachingObjects(
  parts: TeachingObjectsParts,
  study: { readonly studyId: StudyId; readonly patient: string; readonly marks: readonly KeyImage[] },
  note: string,
): Promise<TeachingObjects> {
  const { index, parsers, judge, key } = parts;
  const names = new KeyedNames(key);
  const pseudonym = `TEACHING-${names.pseudonym(study.studyId)}`;
  const leftOut = new Map<string, { modality: string; why: string; count: number }>();
  const omit = (modality: string | null, why: string): void => {
    const of = modality ?? 'OT';
    const known = leftOut.get(`${of} ${why}`);
    leftOut.set(`${of} ${why}`, { modality: of, why, count: (known?.count ?? 0) + 1 });
  };
  const gone = new Map<string, Uint8Array>();
  let total = 0;
  for (const row of rowsOf(index, study.studyId)) {
    const bytes = await deidentified(row);
    if (typeof bytes === 'string') {
      omit(row.modality, bytes);
      continue;
    }
    total += bytes.length;
    if (total > MOST_BYTES) throw new AppError('review/too-large', 'the pictures are more than a gigabyte');
    gone.set(row.object_id, bytes);
  }
  const marks = study.marks.filter(({ objectId }) => gone.has(objectId));
  return {
    pseudonym,
    studyUid: names.uid(studyUidOf(index, study.studyId)),
    pictures: [...gone.values()],
    keyObject: await selectionOf(parts, { gone, marks, note, pseudonym }),
    leftOut: [...leftOut.values()],
  };

  async function deidentified(row: z.infer<typeof Row>): Promise<Uint8Array | string> {
    if (row.frames === 0) return 'review/no-picture';
    const image = storedImage(row.image, row.object_id, false);
    try {
      const { cleared, why } = await judgePixels(judge, { objectId: row.object_id, modality: row.modality, image });
      if (why !== null) return `deidentify/text-in-pixels ${why}`;
      const request = { key, patient: study.patient, pseudonym, cleared, ...OUTSIDE };
      return await parsers.deidentify(await judge.load(row.object_id), request);
    } catch (error) {
      const { code, context } = asAppError(error);
      if (!code.startsWith('deidentify/') && !code.startsWith('dicom/')) throw error;
      return typeof context['reason'] === 'string' ? `${code} ${context['reason']}` : code;
    }
  }
}

function rowsOf(index: Db, studyId: StudyId): z.infer<typeof Row>[] {
  return index
    .prepare(
      `SELECT object_id, modality, frames, image, sop_uid FROM object JOIN series USING (series_id)
       WHERE study_id = ? AND rejected IS NULL AND duplicate IS NULL AND quarantined IS NULL AND made_at IS NULL
       ORDER BY series_id, sort_key, object_id`,
    )
    .all(studyId)
    .map((row) => Row.parse(row));
}

function studyUidOf(index: Db, studyId: StudyId): string {
  const uid = index
    .prepare<[string], string | null>('SELECT study_uid FROM study WHERE study_id = ?')
    .pluck()
    .get(studyId);
  if (uid === undefined || uid === null)
    throw new AppError('review/nothing-to-teach', 'a study without a UID cannot be taught from');
  return uid;
}

interface Chosen {
  readonly gone: ReadonlyMap<string, Uint8Array>;
  readonly marks: readonly KeyImage[];
  readonly note: string;
  readonly pseudonym: string;
}

/** Made of what went, read again: the selection says of its study what the pictures say, and nothing more. */
async function selectionOf(
  { parsers, key, at, zone }: TeachingObjectsParts,
  { gone, marks, note, pseudonym }: Chosen,
): Promise<TeachingObjects['keyObject']> {
  const [first] = gone.values();
  if (marks.length === 0 || first === undefined) return null;
  const chosen = [...new Set(marks.map(({ objectId }) => objectId))];
  const outcomes = await parsers.readBytes([...chosen.map((id) => gone.get(id) ?? first)], 'none');
  const parsed = new Map(
    outcomes.flatMap((outcome, place) =>
      outcome.kind === 'object' ? [[chosen[place] ?? '', outcome.parsed] as const] : [],
    ),
  );
  const references = marks.flatMap(({ objectId, frame }) => {
    const one = parsed.get(objectId);
    if (one === undefined) return [];
    const { studyUid, seriesUid, sopUid, sopClass, image } = one;
    if (studyUid === null || seriesUid === null || sopUid === null || sopClass === null) return [];
    return [{ studyUid, seriesUid, sopUid, sopClass, frame: image.frames > 1 ? frame : null }];
  });
  const [whole] = parsed.values();
  if (whole === undefined || references.length === 0) return null;
  const names = new KeyedNames(key);
  const uids = { series: names.uid(`series ${pseudonym}`), instance: names.uid(`${pseudonym} ${at}`) };
  const options: DeidentifyOptions = { ...OUTSIDE, pseudonym };
  const [value, meaning] = KEY_TITLES.teaching;
  const bytes = buildKeyObject({
    patient: {
      ...{ patientId: pseudonym, issuer: '', birthDate: null, sex: whole.patient.sex },
      name: { alphabetic: pseudonym, ideographic: '', phonetic: '' },
    },
    study: {
      ...{ studyUid: whole.studyUid ?? '', date: whole.study.date, time: whole.study.time, modalities: [] },
      ...{ description: whole.study.description, accession: null, referring: null, institution: null },
      ...{ placer: null, filler: null },
    },
    ...{ at, zone, evaluation: false, signer: null, title: { value, scheme: 'DCM', meaning }, modifier: null },
    ...{ note, references, uids, instanceNumber: 1, seriesDescription: 'For Teaching' },
    also: [
      text(0x00120062, 'CS', 'YES'),
      text(0x00120063, 'LO', METHOD),
      sequence(0x00120064, ...methodCodes(options, false).map(codeItem)),
      text(0x00280303, 'CS', 'MODIFIED'),
    ],
  });
  return { sopUid: uids.instance, bytes };
}
