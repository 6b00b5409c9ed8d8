import type { MeasureResult } from '../../../../shared/model/measurement.ts';
import type { CalciumVessel } from '../../../../shared/model/grown.ts';
import type { Code } from '../../../../shared/model/report.ts';
import { AGATSTON, hasScore, MASS_SCORE, VOLUME_SCORE } from '../../../../shared/rules/calcium/score-result.ts';

const sct = (value: string, meaning: string): Code => ({ value, scheme: 'SCT', meaning });
const dcm = (value: string, meaning: string): Code => ({ value, scheme: 'DCM', meaning });

/** One name for every kind of score; the method tells them apart (TID 3905, CID 6140). */
const SCORE = sct('450360000', 'Coronary artery calcium score');
const METHODS: readonly (readonly [name: string, method: Code])[] = [
  [AGATSTON, dcm('112055', 'Agatston scoring method')],
  [VOLUME_SCORE, dcm('112056', 'Volume scoring method')],
  [MASS_SCORE, dcm('112057', 'Mass scoring method')],
];

/** CID 3015. */
const VESSELS: Readonly<Record<CalciumVessel, Code>> = {
  LM: sct('3227004', 'Left Main Coronary Artery'),
  LAD: sct('59438005', 'Left Anterior Descending Coronary Artery'),
  LCX: sct('57396003', 'Circumflex Coronary Artery'),
  RCA: sct('13647002', 'Right Coronary Artery'),
};
const CORONARY = sct('41801008', 'Coronary Artery');
const NAMED = Object.entries(VESSELS);

/** Name, method and vessel of a calcium score; null for any other value. */
export function calciumCode(
  valueName: string,
): { readonly name: Code; readonly derivation: null; readonly method: Code; readonly site?: Code } | null {
  for (const [name, method] of METHODS) {
    if (valueName === name) return { name: SCORE, derivation: null, method };
    const site = NAMED.find(([vessel]) => valueName === `${name} ${vessel}`)?.[1];
    if (site) return { name: SCORE, derivation: null, method, site };
  }
  return null;
}

/** Where a mark lies: its vessel; the one that carries the score stands for all of them. */
export function calciumSite(text: string, result: Pick<MeasureResult, 'values'>): Code | null {
  if (hasScore(result)) return CORONARY;
  return NAMED.find(([vessel]) => vessel === text.trim())?.[1] ?? null;
}
