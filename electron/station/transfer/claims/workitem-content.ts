import type { Workitem } from '../../../../shared/model/site-claim.ts';
import type { ClaimRow } from './claim-rows.ts';

/** Of the task that is a radiologist's: "Interpretation" (PS3.16, CID 9231). */
const INTERPRETATION = '110005/DCM';

/** Whose task it is. */
export interface Subject {
  readonly accession: string | null;
  readonly studyUid: string | null;
  readonly patientId: string | null;
}

/**
 * The reading task of one study among what the site answered. Nothing of another study or patient, and nothing that is not a reading, is ever
 * taken: a task that is waiting goes before one that somebody has, that before one that ended.
 * @param own the one that was asked for before; it is the task as long as it is there
 */
export function readingTask(found: readonly Workitem[], subject: Subject, own: string | null): Workitem | null {
  const fitting = found
    .filter((item) => isOf(item, subject) && (item.work === null || item.work === INTERPRETATION))
    .toSorted((a, b) => rank(a, own) - rank(b, own) || (a.uid < b.uid ? -1 : 1));
  return fitting[0] ?? null;
}

function isOf(item: Workitem, { accession, studyUid, patientId }: Subject): boolean {
  if (item.patientId !== null && patientId !== null && item.patientId !== patientId) return false;
  if (item.accession !== null && accession !== null) return item.accession === accession;
  return item.studyUid !== null && item.studyUid === studyUid;
}

function rank({ state, uid }: Workitem, own: string | null): number {
  if (state === 'IN PROGRESS') return uid === own ? 0 : 2;
  return state === 'SCHEDULED' ? 1 : 3;
}

type Attributes = Readonly<Record<string, { readonly vr: string; readonly Value?: readonly unknown[] }>>;

/** Who has it, once it is ours: others see it there (PS3.3, C.30.3). */
export function begunContent(row: ClaimRow): Attributes {
  return { '00741216': sequence(performed(row)) };
}

/**
 * What has to stand in a task before it may be COMPLETED (PS3.4, CC.2.5.1.1 and table CC.2.5-3, final state P): who, where, what was done,
 * when it began and ended. The report goes out by lines of its own: no output is named here.
 * @param at UTC, ISO 8601
 */
export function completedContent(row: ClaimRow, at: string): Attributes {
  return {
    '00741216': sequence({
      ...performed(row),
      '00404051': { vr: 'DT', Value: [moment(row.ended_at ?? at)] },
      '00404033': { vr: 'SQ' },
    }),
    '00741002': sequence({ '00741004': { vr: 'DS', Value: [100] } }),
  };
}

/**
 * What has to stand in it before it may be CANCELED (final state X): when, and why. Given back is not done: that it should be scheduled again
 * is recommended (PS3.16, CID 9300).
 */
export function givenBackContent(at: string): Attributes {
  return {
    '00741002': sequence({
      '00404052': { vr: 'DT', Value: [moment(at)] },
      '00741238': { vr: 'LT', Value: ['Given back by the reader without a report'] },
      '0074100E': sequence(code('110511', 'DCM', 'Discontinued Procedure Step rescheduling recommended')),
    }),
  };
}

function performed({ by_name: name, begun_at: begun }: ClaimRow): Attributes {
  return {
    '00404035': sequence({
      // Our people have names in the words of their station, not in parts: they are not taken apart.
      '00404037': { vr: 'PN', Value: [{ Alphabetic: name.replaceAll(/[\\^=]/g, ' ').slice(0, 64) }] },
    }),
    '00404028': sequence(code('NIGHTJAR', '99NIGHTJAR', 'Nightjar reading station')),
    '00404050': { vr: 'DT', Value: [moment(begun)] },
    '00404019': sequence(code('110005', 'DCM', 'Interpretation')),
  };
}

function sequence(...items: readonly Attributes[]): Attributes[string] {
  return { vr: 'SQ', Value: items };
}

function code(value: string, scheme: string, meaning: string): Attributes {
  return {
    '00080100': { vr: 'SH', Value: [value] },
    '00080102': { vr: 'SH', Value: [scheme] },
    '00080104': { vr: 'LO', Value: [meaning] },
  };
}

/** DT with its offset. @param at UTC, ISO 8601 */
function moment(at: string): string {
  return `${at.slice(0, 19).replace(/[-T:]/g, '')}+0000`;
}
