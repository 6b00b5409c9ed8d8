import { ReaderPseudonym, SourceReportId } from '../../../../shared/model/ids.ts';
import type { Scoring } from '../../../../shared/model/review/score.ts';

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/** An id text of a number. */
export function idText(number: number): string {
  let text = '';
  for (let rest = number; text.length < 26; rest = Math.floor(rest / 32)) text = `${ALPHABET[rest % 32] ?? ''}${text}`;
  return text;
}

export const pseudonym = (number: number): ReaderPseudonym => ReaderPseudonym.parse(idText(number));
export const sourceReportId = (number: number): SourceReportId => SourceReportId.parse(idText(number));

/** What a reviewer says where a test does not care. */
export function scoringOf(said: Partial<Scoring> = {}): Scoring {
  return {
    ...{ score: '1', legacy4: false, comment: '', errorClass: null, factors: [], learningPoint: '', greatCall: false },
    ...{ patientAffected: false, ...said },
  };
}
