import { z } from 'zod';
import type { Code } from '../model/report.ts';

/** How one study is de-identified. Private attributes always go: the option "safe private" (113111) is not taken. */
export const DeidentifyOptions = z.strictObject({
  /** removed: the profile alone. modified (113107): every date of a patient is moved by the same whole number of days, times of day stay. */
  dates: z.enum(['removed', 'modified']),
  /** 113108: age (90 years at most), sex, size and weight stay. */
  characteristics: z.boolean(),
  /** keep: for a copy that stays in the store that holds the original. Whatever leaves the store refuses them. */
  faces: z.enum(['refuse', 'keep']),
  /** Stands for name and id of the patient. */
  pseudonym: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9 -]{0,63}$/),
});
export type DeidentifyOptions = z.infer<typeof DeidentifyOptions>;

const BASIC: Code = { value: '113100', scheme: 'DCM', meaning: 'Basic Application Confidentiality Profile' };
const DESCRIPTORS: Code = { value: '113105', scheme: 'DCM', meaning: 'Clean Descriptors Option' };
const GRAPHICS: Code = { value: '113103', scheme: 'DCM', meaning: 'Clean Graphics Option' };
const DATES: Code = {
  value: '113107',
  scheme: 'DCM',
  meaning: 'Retain Longitudinal Temporal Information Modified Dates Option',
};
const CHARACTERISTICS: Code = {
  value: '113108',
  scheme: 'DCM',
  meaning: 'Retain Patient Characteristics Option',
};

const PIXELS: Code = { value: '113101', scheme: 'DCM', meaning: 'Clean Pixel Data Option' };

/** For (0012,0064): CID 7050. `cleared`: pixels were looked at, or blacked where names stand. */
export function methodCodes({ dates, characteristics }: DeidentifyOptions, cleared: boolean): readonly Code[] {
  return [
    ...(cleared ? [PIXELS] : []),
    ...[BASIC, GRAPHICS, DESCRIPTORS],
    ...(dates === 'modified' ? [DATES] : []),
    ...(characteristics ? [CHARACTERISTICS] : []),
  ];
}

/** (0012,0063). */
export const METHOD = 'PS3.15 Annex E, closed list of attributes';
