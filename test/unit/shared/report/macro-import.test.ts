import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MacroFile } from '../../../../shared/model/macro.ts';
import type { MacrosRead } from '../../../../shared/report/macros/import/read-macro-text.ts';
import { readMacroText } from '../../../../shared/report/macros/import/read-macro-text.ts';

function read(text: string): MacrosRead {
  let count = 0;
  return readMacroText(text, () => `id${(count += 1)}`);
}

describe('macros of other programs', () => {
  it('XML: attributes and elements, what is unknown is kept', () => {
    const { form, macros, leftOut } = read(`<?xml version="1.0"?>
      <AutoTexts Owner="Doe"><!-- exported -->
        <AutoText Name="Normal chest" Shortcut="nc" Category="Chest"><Text>Lungs clear.&#10;Heart &lt; 50 %.</Text><Modified>2020</Modified></AutoText>
        <AutoText><Name>Nodule</Name><Content><![CDATA[Nodule of [size] mm & [left|right].]]></Content></AutoText>
        <AutoText Name="Plain">Words in it.</AutoText>
        <AutoText Name="Rich"><Text>{\\rtf1 x}</Text></AutoText>
        <AutoText Name="Empty"><Text/></AutoText>
      </AutoTexts>`);
    expect(form).toBe('xml');
    expect(macros.map(({ name, shorthand, text }) => [name, shorthand, text])).toEqual([
      ['Normal chest', 'nc', 'Lungs clear.\nHeart < 50 %.'],
      ['Nodule', '', 'Nodule of [size] mm & [left|right].'],
      ['Plain', '', 'Words in it.'],
    ]);
    expect(macros[0]?.kept).toEqual([
      { name: 'Category', value: 'Chest' },
      { name: 'Modified', value: '2020' },
    ]);
    expect(leftOut.map(({ name }) => name)).toContain('Rich');
  });

  it('a table: quotes, line ends in cells, semicolons, columns of its own', () => {
    const { form, macros } = read(
      'Title;Shortcut;Body;Modality;Sex;Folder\r\n"A; b";ab;"One.\r\nTwo ""x"".";CT/MR;Female;Mine\r\nB;;Three;;;\r\n',
    );
    expect(form).toBe('table');
    expect(macros).toMatchObject([
      { name: 'A; b', shorthand: 'ab', text: 'One.\nTwo "x".', modalities: ['CT', 'MR'], sexes: ['F'] },
      { name: 'B', shorthand: '', text: 'Three', modalities: [], sexes: [] },
    ]);
    expect(macros[0]?.kept).toEqual([{ name: 'Folder', value: 'Mine' }]);
  });

  it('JSON: a list, or an object with one', () => {
    const { macros, leftOut } = read('{"snippets":[{"label":"A","snippet":"x","tags":["p","q"]},{"label":"B"}]}');
    expect(macros).toMatchObject([{ name: 'A', text: 'x', kept: [{ name: 'tags', value: 'p;q' }] }]);
    expect(leftOut).toEqual([{ at: 'item 2', name: 'B', why: 'it has no text' }]);
  });

  it('plain text: headings, or a line each', () => {
    expect(read('== Normal chest (nc) ==\nLungs clear.\n\nHeart normal.\n== Two ==\nx\n').macros).toMatchObject([
      { name: 'Normal chest', shorthand: 'nc', text: 'Lungs clear.\n\nHeart normal.' },
      { name: 'Two', shorthand: '', text: 'x' },
    ]);
    expect(read('::nc::Lungs clear.\n::fx::Fracture.').macros.map(({ shorthand }) => shorthand)).toEqual(['nc', 'fx']);
  });

  it('what cannot come in is listed with the reason, a macro twice comes in once', () => {
    const { macros, leftOut } = read('name\ttext\na\tx\na\tx\nb\t{if sex=F}x\n\tno name');
    expect(macros).toHaveLength(1);
    expect(leftOut.map(({ why }) => why)).toEqual([
      '{if} without {end}',
      'it has no name',
      'it stands in the file twice',
    ]);
  });

  it.each([
    ['a document type', '<!DOCTYPE a [<!ENTITY x "y">]><a><b name="n"><text>&x;</text></b></a>'],
    ['no XML', '<a><b>'],
    ['a program', 'MZ\u0000\u0000'],
    ['nothing', ''],
    ['prose', 'Dear colleague'],
    ['deep', `${'<a>'.repeat(60)}${'</a>'.repeat(60)}`],
  ])('%s is refused', (_, text) => {
    expect(() => read(text)).toThrow(expect.objectContaining({ code: 'report/bad-macros' }));
  });

  it('what is written is read again, and any bytes are read or refused', () => {
    const { macros } = read('name,shorthand,text,Extra\nA,a,"x, y",1\n');
    const file = MacroFile.parse({ kind: 'nightjar-macros', version: 1, macros });
    expect(read(JSON.stringify(file)).macros).toEqual(macros);
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[<>a-z"='/ &;!\n[\]{}-]*$/)), (text) => {
        try {
          read(text);
        } catch (error) {
          expect(error).toMatchObject({ code: 'report/bad-macros' });
        }
      }),
    );
  });
});
