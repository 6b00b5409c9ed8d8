import type { Code } from '../model/report.ts';
import { cleanWords } from './words.ts';

/** How the values of public coding schemes look. A value of another scheme, or of another look, is somebody's own words. */
const SHAPES: Readonly<Record<string, RegExp>> = {
  DCM: /^\d{5,6}$|^[A-Z]{2,6}$/,
  SCT: /^\d{6,18}$/,
  SRT: /^[A-Z]\d?-[0-9A-F]{4,6}$/,
  SNM3: /^[A-Z]\d?-[0-9A-F]{4,6}$/,
  LN: /^\d{1,6}-\d$/,
  UMLS: /^C\d{7}$/,
  RADLEX: /^RID\d{1,6}$/,
  NCIt: /^C\d{2,7}$/,
  FMA: /^\d{3,7}$/,
  BI: /^\d{2,4}$/,
  UCUM: /^(?:1|%|mm|cm|m|mm2|cm2|mm3|cm3|ml|l|s|ms|us|min|h|deg|rad|kg|g|mg|Bq|Bq\/ml|MBq|g\/ml|cm2\/ml|\{SUVbw\}g\/ml|\[hnsf'U\]|\{counts\}|mm2\/s|um2\/s|10-6\.mm2\/s|10\*-6\.mm2\/s|kV|mA|mAs|mGy|mGy\.cm|T|Hz|MHz|\{ratio\}|\{score\}|no units)$/,
};
/** Two to six letters of DCM are modalities and the like: no more than these. */
const MODALITIES = new Set('CT MR PT NM XA RF CR DX MG US SEG PR KO SR SC OT ES XC IO PX OPT OP BTO RG'.split(' '));

/** What stands where a code was that cannot go out. */
export const REMOVED_CODE: Code = { value: '0', scheme: '99REMOVED', meaning: 'Removed' };

/** A coded entry as it may go out: value and scheme where they are public, the meaning in words of the closed list. */
export function cleanCode(value: string, scheme: string, meaning: string): Code {
  const shape = SHAPES[scheme];
  const isPublic = shape?.test(value) === true && (scheme !== 'DCM' || /^\d/.test(value) || MODALITIES.has(value));
  if (!isPublic) return REMOVED_CODE;
  const words = cleanWords(meaning);
  return { value, scheme, meaning: words === '' ? value : words };
}
