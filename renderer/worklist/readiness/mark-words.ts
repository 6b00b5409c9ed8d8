import type { ReadinessMarkKind } from '../../../shared/rules/readiness-mark.ts';

export interface MarkLook {
  /** Told apart by shape, so that nothing is said by colour alone. */
  readonly glyph: string;
  readonly tone: 'ok' | 'accent' | 'warning' | 'quiet';
}

export const MARK_LOOKS: Readonly<Record<ReadinessMarkKind, MarkLook>> = {
  ready: { glyph: '●', tone: 'ok' },
  'ready-without-prior': { glyph: '◉', tone: 'ok' },
  images: { glyph: '◇', tone: 'accent' },
  lacking: { glyph: '◆', tone: 'warning' },
  arriving: { glyph: '◐', tone: 'accent' },
  partial: { glyph: '◑', tone: 'warning' },
  waiting: { glyph: '◌', tone: 'quiet' },
  damaged: { glyph: '■', tone: 'warning' },
  'at-site': { glyph: '○', tone: 'quiet' },
};
