import type { CtInfo, ImageInfo } from '../../model/image.ts';
import type { CalciumAcquisition } from './calcium-score.ts';

/** Words for "none" in an attribute whose presence says that an agent was given. */
const NO_AGENT = /^(?:|NO|NONE|NON|N|NO CONTRAST|WITHOUT|NATIVE|0)$/i;
/** A description that says so where the header forgot the agent. */
const CONTRAST_WORDS = /\b(?:CTA|CCTA|ANGIO\w*|POST[ -]?CONTRAST|WITH CONTRAST|CONTRAST ENHANCED)\b|\+ ?C\b/i;
const WITHOUT_WORDS = /\b(?:NON|NO|W\/?O|WITHOUT)[ -]?CONTRAST\b|\bNATIVE\b/i;
const GATED_WORDS = /ECG|GAT|CARD|TRIG/i;

/** What the objects of a series and its description say of how they were made; null where they do not, or not with one voice. */
export function calciumAcquisition(
  images: readonly ImageInfo[],
  description: string | null,
  calibration: number | null,
): CalciumAcquisition {
  const infos = images.map(({ ct }) => ct ?? null);
  const thicknesses = images.flatMap(({ perFrame }) => perFrame.map(({ sliceThickness }) => sliceThickness));
  return {
    contrast: infos.some(hasContrast) || saysContrast(description ?? ''),
    localizer: images.some(({ imageType }) => imageType[2] === 'LOCALIZER'),
    kvp: one(infos.map((info) => info?.kvp ?? null)),
    sliceThickness: one(thicknesses),
    gated: one(infos.map((info) => (info ? gated(info) : null))),
    sharpKernel: one(infos.map((info) => sharpKernel(info?.kernel ?? null))),
    calibration,
  };
}

function hasContrast(info: CtInfo | null): boolean {
  return info !== null && (info.agentCoded || !NO_AGENT.test(info.agent?.trim() ?? ''));
}

function saysContrast(description: string): boolean {
  return CONTRAST_WORDS.test(description) && !WITHOUT_WORDS.test(description);
}

function gated({ triggered, scanOptions }: CtInfo): boolean | null {
  return triggered || scanOptions.some((option) => GATED_WORDS.test(option)) ? true : null;
}

/**
 * Whether a reconstruction kernel (0018,1210) sharpens edges, by the names that makers give them: a letter with two digits (from 50 on
 * sharp; Siemens), FC with two digits (from 30 on; Canon), words (GE). Null for a name of another kind.
 */
export function sharpKernel(kernel: string | null): boolean | null {
  const name = kernel?.trim().toUpperCase() ?? '';
  const letter = /^[A-Z][A-Z]?(\d\d)[A-Z]?(?:\\|$)/.exec(name);
  if (name.startsWith('FC')) return Number(/^FC(\d\d)/.exec(name)?.[1] ?? NaN) >= 30;
  if (letter) return Number(letter[1]) >= 50;
  if (/^(?:BONE|BONEPLUS|EDGE|LUNG|ULTRA|DETAIL)\b/.test(name)) return true;
  return /^(?:STANDARD|SOFT)\b/.test(name) ? false : null;
}

/** What all say; null where one is silent or they differ. */
function one<T>(values: readonly (T | null)[]): T | null {
  const [first = null] = values;
  return values.every((value) => value === first) ? first : null;
}
