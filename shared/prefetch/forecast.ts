import { sizeWords } from './size-words.ts';

export interface Forecast {
  /** Cases that are here whole now, and when all of this is done. */
  readonly readyNow: number;
  readonly readyThen: number;
  readonly bytes: number;
  readonly doneAt: number | null;
}

/** "31 cases, 42.0 GB", and "all here" where nothing is missing. */
export function forecastWords({ readyThen, bytes }: Forecast): string {
  const cases = `${readyThen} ${readyThen === 1 ? 'case' : 'cases'}`;
  return bytes === 0 ? `${cases}, all here` : `${cases}, ${sizeWords(bytes)} to come`;
}
