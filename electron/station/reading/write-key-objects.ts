import { z } from 'zod';
import type { PersonId } from '../../../shared/model/ids.ts';
import { KEY_TITLES } from '../../../shared/model/key-image.ts';
import type { KeyImage, KeyReference, KeyTitle } from '../../../shared/model/key-image.ts';
import { Vec3 } from '../../../shared/model/image.ts';
import { withSlices } from '../../../shared/rules/sheet-note.ts';
import type { NamedSlice } from '../../../shared/rules/sheet-note.ts';
import { buildKeyObject } from '../dicom/write/key-object.ts';
import type { ObjectOrigin } from '../dicom/write/sr-header.ts';
import { isUid } from '../dicom/write/sr-measurements.ts';
import { sha256Hex } from '../kernel/sha256.ts';
import type { Db } from '../kernel/sqlite.ts';
import { derivedUid } from '../kernel/uid.ts';
import { keySeries } from './withdraw-key-objects.ts';

/** A selection as an object, and what it is a version of. */
export interface WrittenSelection {
  readonly bytes: Uint8Array;
  readonly sopUid: string;
  readonly title: KeyTitle;
  readonly images: number;
  /** Shared by all versions of the selection of one person and title. */
  readonly line: string;
}

export interface SelectionInput {
  readonly index: Db;
  readonly marks: readonly KeyImage[];
  /** Null: the study has no UID that can be named. */
  readonly origin: Omit<ObjectOrigin, 'at'> | null;
  readonly nameOf: (personId: PersonId) => string;
  /** Of a UID that was taken back: the same marks once more are another object. */
  readonly isTakenBack: (sopUid: string) => boolean;
}

const Slice = z.object({ of: z.number(), position: Vec3 });
const Row = z.object({ sop_uid: z.string(), sop_class: z.string(), series_uid: z.string(), frames: z.number() });

/**
 * Marks as key object selections: one a person, title and note. The same marks give the same UIDs and the same bytes, however often
 * they are written; another set of marks is a new object of the same series.
 */
export function writtenSelections({ index, marks, origin, nameOf, isTakenBack }: SelectionInput): WrittenSelection[] {
  if (origin === null) return [];
  const groups = new Map<string, KeyImage[]>();
  for (const mark of marks) {
    const key = JSON.stringify([mark.by, mark.title, mark.note]);
    groups.set(key, [...(groups.get(key) ?? []), mark]);
  }
  return [...groups.values()].flatMap((group, place): WrittenSelection[] => {
    const [first] = group;
    const references = group.flatMap((mark) => referenceOf(index, origin.study.studyUid, mark));
    if (first === undefined || references.length === 0) return [];
    const { by, title } = first;
    const note = withSlices(
      first.note,
      group.flatMap((mark) => sliceOf(index, mark)),
    );
    const line = keySeries(origin.study.studyUid, by);
    const [value, meaning] = KEY_TITLES[title];
    const at = group.map((mark) => mark.at).reduce((latest, one) => (one > latest ? one : latest));
    const signer = { personId: by, name: nameOf(by) };
    // Of all that stands in it: the same UID never names other bytes. Modalities do not.
    const owner = { ...origin, study: { ...origin.study, modalities: [] } };
    let instance = derivedUid(line, sha256Hex(JSON.stringify([title, note, references, owner, at, signer])));
    while (isTakenBack(instance)) instance = derivedUid(line, `after ${instance}`);
    const bytes = buildKeyObject({
      ...origin,
      ...{ at, signer },
      title: { value, scheme: 'DCM', meaning },
      ...{ modifier: null, note, references, uids: { series: line, instance }, instanceNumber: place + 1 },
    });
    return [{ bytes, sopUid: instance, title, images: references.length, line: `${line} ${title}` }];
  });
}

/** Of a picture that is one slice of a sheet: a reference names the sheet alone. */
function sliceOf(index: Db, { objectId, frame }: KeyImage): NamedSlice[] {
  const found = index
    .prepare<[number, string], string | null>(
      `SELECT CASE WHEN frames = 1 AND json_extract(image, '$.sheet.apart') THEN json_object(
         'of', json_extract(image, '$.frames'), 'position', json_extract(image, '$.perFrame[' || (CAST(? AS INTEGER) - 1) || '].position')) END
       FROM object WHERE object_id = ?`,
    )
    .pluck()
    .get(frame, objectId);
  const slice = Slice.safeParse(JSON.parse(found ?? 'null'));
  return slice.success ? [{ frame, ...slice.data }] : [];
}

/** Null where the object has no UIDs to be named by. */
function referenceOf(index: Db, studyUid: string, { objectId, frame }: KeyImage): KeyReference[] {
  const found = Row.safeParse(
    index
      .prepare(
        'SELECT sop_uid, sop_class, series_uid, frames FROM object JOIN series USING (series_id) WHERE object_id = ?',
      )
      .get(objectId),
  );
  if (!found.success) return [];
  const { sop_uid: sopUid, sop_class: sopClass, series_uid: seriesUid, frames } = found.data;
  if (![sopUid, sopClass, seriesUid].every(isUid)) return [];
  return [{ studyUid, seriesUid, sopUid, sopClass, frame: frames > 1 ? frame : null }];
}
