import { displayDate, displayTime, parseDateTime } from '../../../../shared/dicom/dates.ts';
import { displayName, parsePersonName } from '../../../../shared/dicom/person-name.ts';
import type { ObjectLink } from '../../../../shared/model/dicom-object.ts';
import type { Code } from '../../../../shared/model/report.ts';
import type { Attributes } from '../parse/attributes.ts';
import { codeOf } from './codes.ts';
import { textOf } from './content-text.ts';
import type { SrItem } from './sr-tree.ts';

/** Units that say that there is none. */
const NO_UNIT: ReadonlySet<string> = new Set(['1', 'no units', '{no units}']);

/** A number of a content item, as it was written, and its unit. */
export interface SrNumber {
  readonly text: string;
  readonly value: number;
  readonly unit: string;
}

/** Null where the item has no value, or none that is a number. */
export function numberOf(item: SrItem): SrNumber | null {
  const measured = item.attributes.item('measuredValues');
  const value = measured?.number('numericValue') ?? measured?.number('floatingValue') ?? null;
  if (measured === null || value === null) return null;
  return { text: measured.text('numericValue') ?? String(value), value, unit: unitOf(codeOf(measured, 'unitCode')) };
}

/** The unit in letters a reader knows: UCUM as it is, without what stands in braces. Nobody said: the words for that. */
export function unitOf(code: Code | null): string {
  if (code === null) return '(no unit given)';
  if (NO_UNIT.has(code.value) || NO_UNIT.has(code.meaning)) return '';
  if (/^\{.*\}$/.test(code.value)) return code.meaning;
  if (code.value === "[hnsf'U]") return 'HU';
  return code.scheme === 'UCUM' ? code.value : code.meaning;
}

/** What an item says, as text; null where it says nothing of its own (containers, images). */
export function valueOf(item: SrItem): string | null {
  const { attributes } = item;
  switch (item.type) {
    case 'TEXT':
      return textOf(attributes);
    case 'CODE':
      return codeOf(attributes, 'conceptCode')?.meaning ?? '';
    case 'NUM': {
      const number = numberOf(item);
      if (number !== null) return `${number.text} ${number.unit}`.trim();
      return codeOf(attributes, 'numericQualifier')?.meaning ?? 'no value';
    }
    case 'DATE':
      return displayDate(attributes.text('dateValue'));
    case 'TIME':
      return displayTime(attributes.text('timeValue') ?? '', true);
    case 'DATETIME':
      return dateTime(attributes.text('dateTimeValue'));
    case 'PNAME':
      return displayName(parsePersonName(attributes.texts('personName')[0] ?? ''));
    case 'UIDREF':
      return attributes.uid('uidValue') ?? '';
    case 'SCOORD':
    case 'SCOORD3D':
      return `region ${(attributes.text('graphicType') ?? '').toLowerCase()}`.trim();
    case 'TCOORD':
      return 'part of a recording';
    case 'CONTAINER':
    case 'IMAGE':
    case 'COMPOSITE':
    case 'WAVEFORM':
      return null;
    default:
      return item.type === '' ? null : `(${item.type}, not understood)`;
  }
}

/** DT as ISO 8601, without inventing what is missing. */
export function dateTime(text: string | null): string {
  if (text === null) return '';
  if (parseDateTime(text) === null) return text;
  return [displayDate(text.slice(0, 8)), displayTime(text.slice(8).replace(/[+-]\d{4}$/, ''), true)].join(' ').trim();
}

/** Of one item, which names one (Part 3, C.18.3); some writers put several there. */
const MOST_LINKS = 1000;

/** Images and other objects that an item names. */
export function linksOf(attributes: Attributes): ObjectLink[] {
  return attributes.items('referencedSops', MOST_LINKS).flatMap((item) => {
    const sopUid = item.uid('referencedSopInstance');
    if (sopUid === null) return [];
    const frames = item.numbers('referencedFrame').filter((frame) => Number.isInteger(frame) && frame > 0);
    return [{ sopUid, sopClass: item.uid('referencedSopClass') ?? '', frames: frames.slice(0, 1000) }];
  });
}
