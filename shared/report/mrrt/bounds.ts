import { AppError } from '../../errors/app-error.ts';

/** More than any form for a report needs, little enough that the worst file of this size is read in about a second. */
export const BOUNDS = {
  bytes: 512 * 1024,
  elements: 20_000,
  depth: 64,
  /** Runs of blanks, slashes and quotes: no tag can have more attributes than the file has of these. */
  breaks: 40_000,
  sections: 50,
  fields: 500,
  options: 500,
  codes: 5_000,
} as const;

export function outOfBounds(what: string, most: number): AppError {
  return new AppError('report/template-bounds', `a template has at most ${most} ${what}`);
}

export function badTemplate(why: string): AppError {
  return new AppError('report/bad-template', `not a usable template: ${why}`);
}
