import { readFileSync } from 'node:fs';
import path from 'node:path';
import { AppError } from '../../../shared/errors/app-error.ts';

/** What a font file may be called: it is named by our own style sheet, and goes nowhere else. */
const SOURCE = /url\('([a-z-]+\.woff2)'\)/g;

/**
 * The @font-face rules of `inter.css` in a folder, with the files in them as data URLs: the printing window loads nothing else, and
 * a bare machine has no font of its own.
 */
export function printFonts(dir: string): string {
  try {
    return readFileSync(path.join(dir, 'inter.css'), 'utf8').replace(SOURCE, (_, name: string) => {
      const bytes = readFileSync(path.join(dir, name)).toString('base64');
      return `url('data:font/woff2;base64,${bytes}')`;
    });
  } catch (error) {
    throw new AppError('internal/bug', 'the fonts of the report are missing from the program', { cause: error });
  }
}
