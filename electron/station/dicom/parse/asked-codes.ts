import type { TagName } from '../../../../shared/dicom/tags.ts';
import type { AskedCodes } from '../../../../shared/model/image.ts';
import type { Attributes } from './attributes.ts';

/** Items of each sequence, and letters of a value and of a scheme: they are compared, not shown. */
const MOST = 8;
const MOST_VALUE = 40;
const MOST_SCHEME = 16;

/**
 * What was asked for and why, by code: of the study (0008,1032), (0032,1064), (0040,100A), (0040,1012), and of the requests that the series
 * was made for (0040,0275). Null: the header has no code.
 */
export function askedCodes(attributes: Attributes): AskedCodes | null {
  const requests = attributes.items('requestAttributes', MOST);
  const of = (...names: readonly TagName[]): string[] => {
    const codes = [attributes, ...requests].flatMap((one) => names.flatMap((name) => codesIn(one, name)));
    return [...new Set(codes)].slice(0, MOST);
  };
  const procedures = of('procedureCodes', 'requestedProcedureCodes');
  const reasons = of('reasonCodes', 'performedReasonCodes');
  return procedures.length + reasons.length === 0 ? null : { procedures, reasons };
}

/** "RPID22^RADLEX"; eight at most. */
export function codesIn(attributes: Attributes, name: TagName): string[] {
  return attributes.items(name, MOST).flatMap((item) => {
    const value = item.line('codeValue') ?? item.line('longCodeValue') ?? item.line('urnCodeValue');
    if (value === null) return [];
    return [`${value.slice(0, MOST_VALUE)}^${(item.line('codingScheme') ?? '').slice(0, MOST_SCHEME)}`];
  });
}
