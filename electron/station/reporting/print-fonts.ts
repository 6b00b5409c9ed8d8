import { readFileSync } from 'node:fs';
import path from 'node:path';
import { AppError } from '../../../shared/errors/app-error.ts';
import { fontFaces, facesFor } from '../../../shared/report/font-faces.ts';
import type { FontFace } from '../../../shared/report/font-faces.ts';

/**
 * The @font-face rules that a text needs, with the files in them as data URLs: the printing window loads nothing else, and a bare
 * machine has no font of its own. Inter is there always; of Noto only the pieces that have a character of the text.
 */
export function printFonts(dir: string, text = ''): string {
  try {
    const inter = fontFaces(readFileSync(path.join(dir, 'inter.css'), 'utf8'));
    const noto = fontFaces(readFileSync(path.join(dir, 'noto', 'noto.css'), 'utf8'));
    return [
      ...inter.map((face) => embedded(dir, face)),
      ...facesFor(noto, inter, text).map((face) => embedded(path.join(dir, 'noto'), face)),
    ].join('\n');
  } catch (error) {
    throw new AppError('internal/bug', 'the fonts of the report are missing from the program', { cause: error });
  }
}

function embedded(dir: string, { css, file }: FontFace): string {
  const bytes = readFileSync(path.join(dir, file)).toString('base64');
  return css.replace(`url('${file}')`, `url('data:font/woff2;base64,${bytes}')`);
}
