import { Jurisdiction } from '../../shared/model/credentials.ts';

export const NO_PLACE = 'This is no country or part of one. Write it as DE or US-PA.';

/** What somebody typed as a place. Null: nothing; undefined: what is no place. */
export function placeOf(text: string): Jurisdiction | null | undefined {
  const code = text.trim().toUpperCase();
  if (code === '') return null;
  const parsed = Jurisdiction.safeParse(code);
  return parsed.success ? parsed.data : undefined;
}
