import { entryOf } from '../../../../shared/lib/entry-of.ts';
import type { Code } from '../../../../shared/model/report.ts';

const sct = (value: string, meaning: string): Code => ({ value, scheme: 'SCT', meaning });

/** Where a label of the spine or the ribs lies; a vertebra has no side. */
export interface LevelSite {
  readonly site: Code;
  readonly side: Code | null;
}

/** Vertebrae (CID 7603, and the first of the sacrum), by the name that a reader gives them. */
const VERTEBRAE: Readonly<Record<string, string>> = {
  C1: '14806007',
  C2: '39976000',
  C3: '113205007',
  C4: '5329002',
  C5: '36978003',
  C6: '36054005',
  C7: '87391001',
  T1: '64864005',
  T2: '53733008',
  T3: '1626008',
  T4: '73071006',
  T5: '56401006',
  T6: '45296009',
  T7: '62487009',
  T8: '11068009',
  T9: '82687006',
  T10: '7610001',
  T11: '12989004',
  T12: '23215003',
  L1: '66794005',
  L2: '14293000',
  L3: '36470004',
  L4: '11994002',
  L5: '49668003',
  S1: '65985001',
};

/** Ribs from the head down (SNOMED CT, "bone structure of first rib" to "… twelfth rib"). */
const RIBS: readonly (readonly [value: string, meaning: string])[] = [
  ['48535007', 'First rib'],
  ['78247007', 'Second rib'],
  ['25888004', 'Third rib'],
  ['25523003', 'Fourth rib'],
  ['15339008', 'Fifth rib'],
  ['59558009', 'Sixth rib'],
  ['24915002', 'Seventh rib'],
  ['5953002', 'Eighth rib'],
  ['22565002', 'Ninth rib'],
  ['77644006', 'Tenth rib'],
  ['58830002', 'Eleventh rib'],
  ['43993008', 'Twelfth rib'],
];

/** CID 244, as far as a rib has one. */
const SIDES: Readonly<Record<string, Code>> = {
  right: sct('24028007', 'Right'),
  left: sct('7771000', 'Left'),
};

/** Null for a text that is neither a vertebra nor a rib: what a reader wrote over the name of a level is no code. */
export function levelSite(text: string): LevelSite | null {
  const level = text.trim();
  const vertebra = entryOf(VERTEBRAE, level);
  if (vertebra !== undefined) return { site: sct(vertebra, `${level} vertebra`), side: null };
  const [, number = '', side = ''] = /^Rib (\d{1,2}) (right|left)$/.exec(level) ?? [];
  const rib = RIBS[Number(number) - 1];
  return rib ? { site: sct(...rib), side: entryOf(SIDES, side) ?? null } : null;
}
