import { describe, expect, it } from 'vitest';
import { parseMrrt } from '../../../../shared/report/mrrt/read-template.ts';
import { paragraphsText } from '../../../../shared/report/plain-text.ts';

/** Milliseconds; what grows with the square of the length takes minutes. */
const SOON = 4000;

/** @returns milliseconds */
function timeOf(work: () => unknown): number {
  const before = performance.now();
  work();
  return performance.now() - before;
}

describe('texts whose length means harm', () => {
  it('do not hold up the codes of a template', () => {
    const codes = `<script type="text/xml"><${'a'.repeat(400_000)}</script>`;
    const html = `<html><head>${codes}</head><body><section data-section-name="Findings"></section></body></html>`;
    expect(timeOf(() => parseMrrt(html))).toBeLessThan(SOON);
  });

  it('do not hold up the text of a section', () => {
    const [word, blank] = ['x', ' '].map((text) => [{ kind: 'text' as const, text }]);
    if (!word || !blank) throw new RangeError('two paragraphs are made');
    const paragraphs = [word, ...Array<typeof blank>(100_000).fill(blank), word];
    expect(timeOf(() => paragraphsText(paragraphs))).toBeLessThan(SOON);
  });

  it('leave empty lines away at both ends and nowhere else', () => {
    const textOf = (...lines: string[]): string => paragraphsText(lines.map((text) => [{ kind: 'text', text }]));
    expect(textOf('', ' \t', 'a', '', ' b', ' ', '')).toBe('a\n\n b');
    expect(textOf('', '')).toBe('');
    expect(textOf()).toBe('');
    expect(textOf('a ')).toBe('a ');
  });
});
