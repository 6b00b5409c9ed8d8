import { entryOf } from '../../../../shared/lib/entry-of.ts';
import { STORAGE_ROOT } from './wire/uids.ts';

const CT = ['2', '2.1', '2.2'];
const MR = ['4', '4.1', '4.2', '4.3', '4.4'];
const US = ['6.1', '3.1', '6.2', '6.3'];
const XRAY = ['1', '1.1', '1.2', '1.3', '12.1', '12.2', '13.1.1', '13.1.2', '13.1.3', '13.1.4', '13.1.5'];
const NUCLEAR = ['20', '128', '128.1', '130'];
const CAPTURE = ['7', '7.1', '7.2', '7.3', '7.4'];
const VISIBLE = ['77.1.1', '77.1.1.1', '77.1.2', '77.1.2.1', '77.1.4', '77.1.4.1', '77.1.6', '77.1.5.1', '77.1.5.4'];
const REPORTS = [
  '88.11',
  '88.22',
  '88.33',
  '88.34',
  '88.35',
  '88.40',
  '88.50',
  '88.59',
  '88.65',
  '88.67',
  '88.68',
  '88.71',
];
const STATES = ['11.1', '11.2', '11.3', '11.4', '11.5', '11.8'];
const DERIVED = ['66', '66.1', '66.2', '66.3', '66.4', '66.5', '66.6', '30', '90.1'];
const THERAPY = ['481.1', '481.2', '481.3', '481.4', '481.5', '481.8'];
const DOCUMENTS = ['104.1', '104.2', '104.3'];
const WAVES = ['9.1.1', '9.1.2', '9.1.3', '9.2.1', '9.3.1', '9.4.1', '9.5.1', '9.6.1'];

const uids = (...lists: readonly (readonly string[])[]): readonly string[] =>
  [...new Set(lists.flat())].map((end) => STORAGE_ROOT + end);

/** Beside the images of any modality: captures, reports, presentation states, what was derived. */
const ALWAYS = [['7', '88.59', '88.33', '11.1', '88.67', '88.22', '66.4']];

const BY_MODALITY: Readonly<Record<string, readonly string[]>> = {
  CT: uids(CT, ...ALWAYS),
  MR: uids(MR, ...ALWAYS),
  US: uids(US, ...ALWAYS),
  IVUS: uids(US, ...ALWAYS),
  CR: uids(['1'], ...ALWAYS),
  DX: uids(XRAY.slice(1, 3), ['1'], ...ALWAYS),
  IO: uids(['1.3'], ...ALWAYS),
  PX: uids(['1.1', '1.3', '7'], ...ALWAYS),
  MG: uids(['1.2', '13.1.3', '13.1.4', '1.1'], ['88.50'], ...ALWAYS),
  XA: uids(XRAY.slice(4), ...ALWAYS),
  RF: uids(['12.2', '12.1'], ...ALWAYS),
  NM: uids(NUCLEAR, ...ALWAYS),
  PT: uids(NUCLEAR, ...ALWAYS),
  OT: uids(CAPTURE, ...ALWAYS),
  SC: uids(CAPTURE, ...ALWAYS),
  SR: uids(REPORTS),
  KO: uids(['88.59']),
  PR: uids(STATES),
  SEG: uids(['66.4', '66.7', '66.5']),
  REG: uids(['66.1', '66.3']),
  DOC: uids(DOCUMENTS),
  ECG: uids(WAVES),
  RTSTRUCT: uids(THERAPY),
  RTDOSE: uids(THERAPY),
  RTPLAN: uids(THERAPY),
  RTIMAGE: uids(THERAPY),
};

/** Storage classes that exist, those of radiology first (Part 4, table B.5-1, with the retired ones that archives still hold). */
export const STORAGE_CLASSES: readonly string[] = uids(
  CT,
  MR,
  XRAY,
  CAPTURE,
  US,
  NUCLEAR,
  REPORTS,
  STATES,
  DERIVED,
  DOCUMENTS,
  THERAPY,
  VISIBLE,
  [
    '5',
    '3',
    '6',
    '66.7',
    '67',
    '68.1',
    '88.69',
    '88.70',
    '88.72',
    '88.73',
    '88.74',
    '88.75',
    '88.76',
    '104.4',
    '104.5',
  ],
  WAVES,
);

/** Classes that objects of some modalities have. An unknown modality: all there are. */
export function classesOfModalities(modalities: readonly string[]): readonly string[] {
  const lists = modalities.map((modality) => entryOf(BY_MODALITY, modality));
  if (lists.length === 0 || lists.includes(undefined)) return STORAGE_CLASSES;
  return [...new Set(lists.flatMap((list) => list ?? []))];
}
