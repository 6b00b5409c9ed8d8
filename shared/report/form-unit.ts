import { entryOf } from '../lib/entry-of.ts';
import type { Code } from '../model/code.ts';

/** UCUM codes of what numbers of forms are in, and what they are called. */
const UNITS: Readonly<Record<string, string>> = {
  ...{ mm: 'millimeter', cm: 'centimeter', m: 'meter', um: 'micrometer' },
  ...{ mm2: 'square millimeter', cm2: 'square centimeter', m2: 'square meter' },
  ...{ mm3: 'cubic millimeter', cm3: 'cubic centimeter', ml: 'milliliter', mL: 'milliliter', l: 'liter', L: 'liter' },
  ...{ ug: 'microgram', mg: 'milligram', g: 'gram', kg: 'kilogram', 'g/ml': 'gram per milliliter' },
  ...{ ms: 'millisecond', s: 'second', min: 'minute', h: 'hour', d: 'day', wk: 'week', mo: 'month', a: 'year' },
  ...{
    '/min': 'per minute',
    'cm/s': 'centimeter per second',
    'm/s': 'meter per second',
    'ml/min': 'milliliter per minute',
  },
  ...{ 'ng/ml': 'nanogram per milliliter', 'ug/l': 'microgram per liter', 'mg/dl': 'milligram per deciliter' },
  ...{
    'g/dl': 'gram per deciliter',
    'g/l': 'gram per liter',
    'mmol/l': 'millimole per liter',
    'umol/l': 'micromole per liter',
  },
  ...{ mGy: 'milligray', 'mGy.cm': 'milligray centimeter', mSv: 'millisievert', MBq: 'megabecquerel' },
  ...{
    'mm[Hg]': 'millimeter of mercury',
    kPa: 'kilopascal',
    deg: 'degree',
    '%': 'percent',
    'kg/m2': 'kilogram per square meter',
  },
  ...{ "[hnsf'U]": 'Hounsfield unit', '[iU]/l': 'international unit per liter' },
};

/** How people write some of them. */
const WRITTEN: Readonly<Record<string, string>> = {
  ...{
    'mm²': 'mm2',
    'cm²': 'cm2',
    'mm³': 'mm3',
    'cm³': 'cm3',
    cc: 'cm3',
    µm: 'um',
    µg: 'ug',
    'µg/l': 'ug/l',
    'µmol/l': 'umol/l',
  },
  ...{
    HU: "[hnsf'U]",
    '°': 'deg',
    mmHg: 'mm[Hg]',
    bpm: '/min',
    'mGy*cm': 'mGy.cm',
    'mGy·cm': 'mGy.cm',
    'IU/l': '[iU]/l',
  },
  ...{ days: 'd', weeks: 'wk', months: 'mo', years: 'a' },
};

/**
 * The unit of a number in a form, in UCUM. Nothing is converted: what no table knows is an annotation of one, which says what is counted
 * and claims no dimension.
 */
export function formUnit(unit: string | null): Code {
  // One letter for each of the two that look like a small mu.
  const said = (unit ?? '').trim().replaceAll('\u03bc', '\u00b5');
  if (said === '' || said === '1') return { value: '1', scheme: 'UCUM', meaning: 'no units' };
  const value = entryOf(WRITTEN, said) ?? said;
  const meaning = entryOf(UNITS, value);
  if (meaning !== undefined) return { value, scheme: 'UCUM', meaning };
  // Between its braces UCUM allows printable letters of ASCII alone; a backslash parts values in DICOM.
  return { value: `{${said.replace(/[^!-[\]-z|~]+/g, '_')}}`, scheme: 'UCUM', meaning: said };
}
