import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CsvRecords } from '../../../../../shared/review/sources/csv-records.ts';
import { CsvReports } from '../../../../../shared/review/sources/csv-reports.ts';
import type { BroughtReport, ReadReport } from '../../../../../shared/review/sources/said-report.ts';
import { codeThrown } from '../../../../helpers/app-errors.ts';

const HEAD = 'report_id,signed_at,author,modality,procedure,accession,patient_name,flags,status,text';
const GOOD = 'R1,2026-03-02T08:15:00+01:00,"Reader, Ada",CT,CT chest,A-1,Doe^Jane,,final,Clear lungs.';

function letters(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

function decode(bytes: string): string | null {
  const text = Buffer.from(bytes, 'latin1').toString('utf8');
  return text.includes('\ufffd') ? null : text;
}

function read(bytes: string, { zone = null as string | null, pieces = bytes.length } = {}): ReadReport[] {
  const reader = new CsvReports({ site: 'North', zone, decode });
  const found: ReadReport[] = [];
  for (let at = 0; at < bytes.length; at += pieces) found.push(...reader.push(bytes.slice(at, at + pieces)));
  return [...found, ...reader.end()];
}

function only(bytes: string, zone: string | null = null): BroughtReport {
  const [one, ...rest] = read(bytes, { zone });
  if (one === undefined || !('report' in one) || rest.length > 0) throw new Error(JSON.stringify([one, ...rest]));
  return one.report;
}

describe('a list of reports', () => {
  it('is read whatever the pieces that it comes in', () => {
    const text = letters(
      `\ufeff${HEAD}\r\n${GOOD}\r\nR2,20260303090000+0000,Bé,MR,MR knee,,,addendum,,"a\r\n""b"", c"\r\n`,
    );
    const whole = read(text);
    expect(whole).toMatchObject([
      {
        line: 2,
        report: {
          ...{
            key: 'R1',
            author: 'Reader, Ada',
            signedAt: '2026-03-02T07:15:00.000Z',
            modality: 'CT',
            region: 'chest',
          },
          ...{
            shift: 'day',
            accession: 'A-1',
            standing: 'final',
            sections: [{ title: 'Report', text: 'Clear lungs.' }],
          },
        },
      },
      { line: 3, report: { author: 'Bé', region: 'leg', flags: ['addendum'], sections: [{ text: 'a\n"b", c' }] } },
    ]);
    for (const pieces of [1, 2, 3, 7]) expect(read(text, { pieces })).toEqual(whole);
  });

  it('takes semicolons, tabs, old line ends, columns in any order and capitals', () => {
    const report = { key: 'R1', modality: 'CT', sections: [{ text: 'Clear; and fine.' }] };
    const semicolons =
      'Text;Report ID;SIGNED_AT;Author;Modality\r"Clear; and fine.";R1;2026-03-02T08:15Z;Ada Reader;ct\r';
    expect(only(semicolons)).toMatchObject(report);
    expect(
      only('text\treport-id\tsigned_at\tauthor\tmodality\nClear; and fine.\tR1\t20260302081500+0000\tA B\tCT'),
    ).toMatchObject(report);
  });

  it('counts lines by the lines of the file, those in quotes too', () => {
    const rows = `${HEAD}\n${GOOD.replace('Clear lungs.', '"one\ntwo\r\nthree"')}\n\n${GOOD}\nshort\n${GOOD}`;
    expect(read(letters(rows)).map((one) => [one.line, 'refused' in one ? one.refused : ''])).toEqual([
      ...([
        [2, ''],
        [6, ''],
        [7, 'cells'],
        [8, ''],
      ] as const),
    ]);
  });

  it.each([
    ['no-number', 'R1', ''],
    ['no-author', '"Reader, Ada"', ' '],
    ['no-time', '2026-03-02T08:15:00+01:00', ''],
    ['bad-time', '2026-03-02T08:15:00+01:00', '2026-02-30T08:15:00+01:00'],
    ['bad-time', '2026-03-02T08:15:00+01:00', 'yesterday'],
    ['bad-time', '2026-03-02T08:15:00+01:00', '=NOW()'],
    ['no-zone', '2026-03-02T08:15:00+01:00', '2026-03-02 08:15'],
    ['bad-modality', ',CT,', ',=CMD(1),'],
    ['bad-flag', ',,final', ',urgent,final'],
    ['no-text', 'Clear lungs.', '" \n "'],
    ['not-final', ',final,', ',preliminary,'],
    ['not-final', ',final,', ',perhaps,'],
    ['cells', 'CT chest', 'CT, chest'],
    ['too-long', 'A-1', 'A'.repeat(65)],
    ['too-long', 'Clear lungs.', 'x'.repeat(200_001)],
    ['too-long', 'Clear lungs.', 'x'.repeat(1_000_001)],
    ['not-text', 'Clear lungs.', 'fa\xe7ade'],
    ['not-text', 'Clear lungs.', 'nul\0'],
  ])('refuses one row (%s) and reads the next', (refused, from, to) => {
    const rows = `${HEAD}\n${GOOD.replace(from, to)}\n${GOOD}\n`;
    const [first, second] = read(rows);
    expect(first).toEqual({ line: 2, refused });
    expect(second).toMatchObject({ report: { key: 'R1' } });
  });

  it('keeps a text of 50 kB whole, and text that looks like a formula as text', () => {
    const long = 'No nodule. '.repeat(4600);
    expect(only(letters(`${HEAD}\n${GOOD.replace('Clear lungs.', long)}`)).sections[0]?.text).toBe(long.trim());
    expect(only(`${HEAD}\n${GOOD.replace('Clear lungs.', '=1+1')}`).sections[0]?.text).toBe('=1+1');
    const numbered = GOOD.replace('A-1', '"=""00017"""').replace('R1', '"=""007"""');
    expect(only(`${HEAD}\n${numbered}`)).toMatchObject({ accession: '00017', key: '007' });
  });

  it('takes times without an offset by the clock of a zone', () => {
    const local = GOOD.replace('2026-03-02T08:15:00+01:00', '2026-07-02 23:15');
    expect(only(`${HEAD}\n${local}`, 'Europe/Berlin')).toMatchObject({
      ...{ signedAt: '2026-07-02T21:15:00.000Z', shift: 'night' },
    });
    const utc = GOOD.replace('2026-03-02T08:15:00+01:00', '2026-07-02T21:15:00Z');
    expect(only(`${HEAD}\n${utc}`, 'Europe/Berlin').shift).toBe('night');
    expect(only(`${HEAD}\n${utc}`).shift).toBe('unknown');
  });

  it('takes names of patient, author and site out of the text', () => {
    const row = GOOD.replace('Clear lungs.', '"Mrs Doe (JANE), seen by A. Reader at North, clear."');
    expect(only(`${HEAD}\n${row}`).sections[0]?.text).toBe(
      'Mrs [name]), seen by A. [name] at [name], clear.'.replace('[name])', '[name] ([name])'),
    );
  });

  it.each([
    ['', 'empty'],
    ['report_id,text\nR1,x\n', 'columns'],
    [`${HEAD},text\n`, 'columns'],
    [`${HEAD},acession\n`, 'columns'],
    ['r\0e\0p\0\n', 'no-text'],
    ['x'.repeat(70_000), 'no-columns'],
  ])('refuses a file without columns (%#)', (bytes, reason) => {
    expect(codeThrown(() => read(bytes))).toBe('review/bad-source-file');
    try {
      read(bytes);
    } catch (error) {
      expect(error).toMatchObject({ context: { reason } });
    }
  });
});

describe('records', () => {
  it('give back the cells that were quoted, in pieces of any size', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', ' '), maxLength: 6 });
    const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
    fc.assert(
      fc.property(
        fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { maxLength: 5 }),
        fc.integer({ min: 1, max: 9 }),
        (rows, size) => {
          const text = rows.map((cells) => cells.map(quoted).join(',')).join('\r\n');
          const reader = new CsvRecords(',');
          const found = [];
          for (let at = 0; at < text.length; at += size) found.push(...reader.push(text.slice(at, at + size)));
          found.push(...reader.end());
          expect(found.map(({ cells }) => cells)).toEqual(rows);
        },
      ),
    );
  });

  it('hold no more than the cap of a record that has no end', () => {
    const reader = new CsvRecords(',');
    for (let n = 0; n < 30; n += 1) reader.push(`"${'x'.repeat(100_000)}`.replaceAll('"', n === 0 ? '"' : ''));
    for (let n = 0; n < 30; n += 1) reader.push(','.repeat(100_000));
    const [record] = reader.end();
    expect(record?.tooLong).toBe(true);
    expect(record?.cells.join('').length).toBeLessThanOrEqual(1_000_000);
  });
});
