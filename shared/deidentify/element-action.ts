import { representationsOf } from './dictionary.ts';
import type { DeidentifyOptions } from './options.ts';
import { CHARACTERISTICS, isLongitudinal, profileAction } from './profile-table.ts';

/**
 * What becomes of one element. bytes: stays byte for byte. terms, words, decimal, age: stays as far as the closed lists and the shape of
 * its representation let it. class: a UID of the standard stays. layer: a name that only ties elements of the object to each other.
 */
export type ElementAction =
  | 'drop'
  | 'empty'
  | 'dummy'
  | 'bytes'
  | 'terms'
  | 'words'
  | 'decimal'
  | 'age'
  | 'class'
  | 'uid'
  | 'date'
  | 'datetime'
  | 'time'
  | 'layer'
  | 'pseudonym'
  | 'items';

const PATIENT = new Set([0x00100010, 0x00100020]);
/** Descriptors that the option 113105 cleans instead of taking them away. */
const DESCRIPTORS = new Set([0x00081030, 0x0008103e, 0x00180010, 0x00181030, 0x00181400]);
/** UIDs that name a class, a syntax or a group of codes, not an instance. */
const CLASSES = new Set([
  0x00080016, 0x0008001b, 0x00080117, 0x00080118, 0x0008010c, 0x0008010d, 0x00081150, 0x0008115a,
]);
/** Bulk values that are numbers of a picture: pixels, look-up tables and offset tables. Other bulk goes (colour profiles, thumbnails, notes). */
const BULK = new Set([
  ...[0x7fe00001, 0x7fe00002, 0x7fe00008, 0x7fe00009, 0x7fe00010],
  ...[0x00281201, 0x00281202, 0x00281203, 0x00281204, 0x00281221, 0x00281222, 0x00281223, 0x00281408, 0x00283006],
  ...[0x00409212, 0x00189809],
]);
const BULK_FORMS = new Set(['OB', 'OD', 'OF', 'OL', 'OV', 'OW']);
/** The writer says these anew; text objects and compound graphics of presentation states are words that somebody typed. */
const NEVER = new Set([0x00080005, 0x00700008, 0x00700209, 0x00280303, 0x00282000, 0x00282002]);
const LAYERS = new Set([0x00700002]);

/** @param vr as written, or as the dictionary has it where nothing is written */
export function actionFor(tag: number, vr: string, options: DeidentifyOptions): ElementAction {
  const allowed = representationsOf(tag);
  if (allowed === null || NEVER.has(tag) || !allowed.split('|').includes(vr)) return 'drop';
  if (PATIENT.has(tag)) return 'pseudonym';
  if (LAYERS.has(tag)) return 'layer';
  if (options.characteristics && CHARACTERISTICS.has(tag)) return byForm(tag, vr, options);
  if (options.dates === 'modified' && isLongitudinal(tag)) return byForm(tag, vr, options);
  if (DESCRIPTORS.has(tag)) return 'words';
  const action = profileAction(tag);
  if (action === null) return byForm(tag, vr, options);
  return action === 'remove' ? 'drop' : action;
}

function byForm(tag: number, vr: string, { dates }: DeidentifyOptions): ElementAction {
  switch (vr) {
    case 'SQ':
      return 'items';
    case 'DA':
      return dates === 'modified' ? 'date' : 'dummy';
    case 'DT':
      return dates === 'modified' ? 'datetime' : 'dummy';
    case 'TM':
      return dates === 'modified' ? 'time' : 'dummy';
    case 'UI':
      return CLASSES.has(tag) ? 'class' : 'uid';
    case 'CS':
      return 'terms';
    case 'DS':
    case 'IS':
      return 'decimal';
    case 'AS':
      return 'age';
    case 'LO':
    case 'SH':
    case 'UT':
      return 'words';
    case 'AT':
    case 'FD':
    case 'FL':
    case 'SL':
    case 'SS':
    case 'UL':
    case 'US':
      return 'bytes';
    default:
      return BULK_FORMS.has(vr) && BULK.has(tag) ? 'bytes' : 'drop';
  }
}

/** What stands for a value that has to be there and cannot be kept (Part 15, E.1, action D). */
export function dummyFor(vr: string): string {
  const dummies: Readonly<Record<string, string>> = { DA: '19000101', DT: '19000101000000', TM: '000000', AS: '000Y' };
  if (vr === 'DS' || vr === 'IS') return '0';
  return dummies[vr] ?? 'REMOVED';
}

/** An age as the profile lets it be known: of whole years from one on, and 90 for everybody older. Null: no age. */
export function cappedAge(text: string): string | null {
  const match = /^(\d{3})([DWMY])$/.exec(text.trim());
  if (match === null) return null;
  return match[2] === 'Y' && Number(match[1]) > 90 ? '090Y' : text.trim();
}

/** The values of a DS or IS that are numbers; the others become nothing. */
export function onlyNumbers(text: string): string {
  return text
    .split('\\')
    .map((value) => value.replace(/\0/g, '').trim())
    .map((value) => (/^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/.test(value) && value.length <= 16 ? value : ''))
    .join('\\');
}
