import { describe, expect, it } from 'vitest';
import { readMacroText } from '../../../../shared/report/macros/import/read-macro-text.ts';
import type { MacrosRead } from '../../../../shared/report/macros/import/read-macro-text.ts';
import { codeThrown } from '../../../helpers/app-errors.ts';

const read = (text: string): MacrosRead => readMacroText(text, () => 'id');
/** Milliseconds in which the worst file has to be read: what grows with the square takes minutes. */
const SOON = 4000;

describe('files of macros that mean harm', () => {
  it('know no entity but those of XML, whatever objects inherit', () => {
    const { macros } = read('<m><a><name>A</name><text>&toString;&valueOf; &amp; &#xD800;B</text></a></m>');
    expect(macros[0]?.text).toBe('&toString;&valueOf; & &#xD800;B');
  });

  it('keep a column that is called as what objects inherit', () => {
    const { macros } = read('name;text;constructor\nA;words;kept\n');
    expect(macros[0]?.kept).toEqual([{ name: 'constructor', value: 'kept' }]);
  });

  const length = 300_000;
  it.each([
    ['a heading of blanks', `==${' '.repeat(length)}x`],
    ['a heading of signs', `# a${'='.repeat(length)}\u2028x`],
    ['a shorthand that never ends', `== a (${' '.repeat(length)}b ==\nwords`],
    ['a line of colons', `${':'.repeat(length)}\u2028x`],
    ['a text of empty lines', `name;text\nA;"x${'\n'.repeat(length)}x"\n`],
    ['many children', `<r><a>${'<b>x</b>'.repeat(length / 2)}</a></r>`],
  ])('are read or refused soon: %s', (_what, text) => {
    const before = performance.now();
    expect([null, 'report/bad-macros']).toContain(codeThrown(() => read(text)));
    expect(performance.now() - before).toBeLessThan(SOON);
  });

  it('are still read as they were', () => {
    expect(read('== Normal chest (nc) ==\nNo focal lesion.\n\n## Second  \nText').macros).toMatchObject([
      { name: 'Normal chest', shorthand: 'nc', text: 'No focal lesion.' },
      { name: 'Second', shorthand: '', text: 'Text' },
    ]);
    expect(read('::nc\tNormal chest\nnb = Normal brain\nnx::Normal neck').macros).toMatchObject([
      { shorthand: 'nc', text: 'Normal chest' },
      { shorthand: 'nb', text: 'Normal brain' },
      { shorthand: 'nx', text: 'Normal neck' },
    ]);
  });
});
