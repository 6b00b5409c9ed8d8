import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import { AppError } from '../../../shared/errors/app-error.ts';
import type { GrownMask } from '../../../shared/model/grown.ts';
import { OUTLINE_CAPS } from '../../../shared/model/grown-outline.ts';
import type { GrownOutline, NoOutline, OutlinedPicture } from '../../../shared/model/grown-outline.ts';
import type { Measurement, MeasuredValue, MeasureResult, ValueRange } from '../../../shared/model/measurement.ts';
import type { ReportedMeasurement } from '../../../shared/model/report.ts';
import { ontoSheet } from '../../../shared/rules/sheet-part.ts';
import { alphaOf } from '../../../shared/volume/mask-runs.ts';
import { maskCorners, maskOutlines } from '../../../shared/volume/mask-outline.ts';
import { outlineText } from '../../../shared/volume/outline-text.ts';
import { isUid } from '../dicom/write/sr-measurements.ts';
import type { Db } from '../kernel/sqlite.ts';
import { SHEET, sheetPicture } from './sheet-picture.ts';

export interface OutlineParts {
  readonly index: Db;
  readonly grow: GrowAgain;
}

/** Grows a volume again from its press; the masks as its pictures lie one behind the other. */
export type GrowAgain = (
  press: Pick<Measurement, 'objectId' | 'frame' | 'points'> & { readonly range: ValueRange },
) => Promise<{ readonly result: MeasureResult; readonly masks: readonly GrownMask[] }>;

/**
 * Grown volumes with the region that their numbers are of. It is grown again, as nothing but the press is kept; where it is not the same
 * any more, or more than a report holds, the numbers stand without it. The others stay as they are.
 */
export async function withOutlines(
  parts: OutlineParts,
  reported: readonly ReportedMeasurement[],
  measurements: readonly Measurement[],
): Promise<ReportedMeasurement[]> {
  const byId = new Map(measurements.map((one) => [one.measurementId, one]));
  const room: Room = { outlines: OUTLINE_CAPS.outlines, corners: OUTLINE_CAPS.corners };
  const all: ReportedMeasurement[] = [];
  for (const one of reported) {
    const drawn = byId.get(one.measurementId);
    const range = drawn && isGrown(drawn) ? drawn.range : undefined;
    all.push(drawn && range ? { ...one, grown: await outlineOf(parts, { ...drawn, range }, room) } : one);
  }
  return all;
}

/** Outlines and corners that the report still has room for. */
interface Room {
  outlines: number;
  corners: number;
}

/** What lies on a reformat was not grown, and what could not be grown has no number. */
function isGrown({ tool, plane, result }: Measurement): boolean {
  return tool === 'threshold-volume' && plane === undefined && result.values.length > 0;
}

async function outlineOf(
  { index, grow }: OutlineParts,
  drawn: Measurement & { readonly range: ValueRange },
  room: Room,
): Promise<GrownOutline> {
  const grown = await grow(drawn).catch((error: unknown) => {
    // A picture that was let go or that cannot be decoded: a report is not held up by it, and says so.
    if (error instanceof AppError && error.family === 'expected') return null;
    throw error;
  });
  if (grown === null) return none('not-here');
  if (!sameValues(grown.result.values, drawn.result.values)) return none('other-values');
  const name = namesOf(index);
  const pictures: OutlinedPicture[] = [];
  const left = { ...room };
  for (const { objectId, frame, columns, rows, runs } of grown.masks) {
    const mask = alphaOf(runs, columns * rows, 1);
    if (maskCorners(mask, columns, rows) > OUTLINE_CAPS.ofPicture) return none('too-much');
    const outlines = maskOutlines(mask, columns, rows);
    left.outlines -= outlines.length;
    left.corners -= outlines.reduce((sum, { length }) => sum + length, 0);
    const isLong = outlines.some(({ length }) => length > OUTLINE_CAPS.ofOne);
    if (isLong || left.outlines < 0 || left.corners < 0) return none('too-much');
    const named = name(objectId);
    if (named === null) return none('no-names');
    const { sheet, ...uids } = named;
    const onObject = outlines.map((outline) => outlineText(ontoSheet(sheetPicture(sheet), frame, outline)));
    pictures.push({ objectId, ...uids, frame, outlines: onObject });
    // Between two pictures the station answers others.
    await setImmediate();
  }
  // Two objects of one UID: nobody could say which of them an outline lies on.
  const objects = new Map(pictures.map(({ objectId, sopUid }) => [objectId, sopUid]));
  if (pictures.length === 0 || new Set(objects.values()).size < objects.size) return none('no-names');
  Object.assign(room, left);
  return { written: true, pictures };
}

const ObjectRow = z.object({
  sop_uid: z.string().nullable(),
  sop_class: z.string().nullable(),
  frames: z.number(),
  sheet: z.string().nullable(),
});

type Named = Pick<OutlinedPicture, 'sopUid' | 'sopClass' | 'frames'> & { readonly sheet: string | null };

/** UIDs of an object; null where it has none that can be written. */
function namesOf(index: Db): (objectId: string) => Named | null {
  const rows = index.prepare(`SELECT sop_uid, sop_class, frames, ${SHEET} AS sheet FROM object WHERE object_id = ?`);
  return (objectId) => {
    const row = rows.get(objectId);
    if (row === undefined) return null;
    const { sop_uid: sopUid, sop_class: sopClass, frames, sheet } = ObjectRow.parse(row);
    return sopUid !== null && sopClass !== null && isUid(sopUid) && isUid(sopClass)
      ? { sopUid, sopClass, frames, sheet }
      : null;
  };
}

/** To the last digit: the same pixels of the same pictures give the same sums. */
function sameValues(now: readonly MeasuredValue[], then: readonly MeasuredValue[]): boolean {
  return (
    now.length === then.length &&
    now.every(({ name, value, unit }, at) => {
      const before = then[at];
      return before?.name === name && before.value === value && before.unit === unit;
    })
  );
}

function none(why: NoOutline): GrownOutline {
  return { written: false, why };
}
