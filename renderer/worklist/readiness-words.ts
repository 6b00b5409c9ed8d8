import { assertNever } from '../../shared/lib/assert-never.ts';
import type { WorklistRow } from '../../shared/model/study.ts';

export interface ReadinessWords {
  readonly glyph: string;
  readonly words: string;
  readonly tone: 'ok' | 'accent' | 'warning' | 'quiet';
  /** In full, for the preview and on hover; empty where the words say it all. */
  readonly more: string;
}

/** The mark counts images; the preview lists everything that reading offline needs. */
const IMAGES_HERE = 'All images that anybody told of are here. What else the case needs stands in the preview.';

/** The state of a stored study in words; a glyph beside them, so that nothing is said by colour alone. */
export function readinessWords({
  readiness,
  damaged,
  received,
}: Pick<WorklistRow, 'readiness' | 'damaged' | 'received'>): ReadinessWords {
  switch (readiness) {
    case 'offline-ready':
      return { glyph: '●', words: 'offline', tone: 'ok', more: IMAGES_HERE };
    case 'arriving':
      return { glyph: '◐', words: 'arriving', tone: 'accent', more: '' };
    case 'incomplete':
      return { glyph: '◑', words: 'incomplete', tone: 'warning', more: '' };
    case 'damaged':
      return {
        glyph: '■',
        words: `${damaged} damaged`,
        tone: 'warning',
        more: `${damaged} of ${received} ${received === 1 ? 'object' : 'objects'} damaged and kept out of use. Import the study again.`,
      };
    case 'at-site':
      return { glyph: '○', words: 'at the site', tone: 'quiet', more: '' };
    default:
      return assertNever(readiness);
  }
}
