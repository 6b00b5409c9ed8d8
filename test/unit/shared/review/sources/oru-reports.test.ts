import { describe, expect, it } from 'vitest';
import { OruReports } from '../../../../../shared/review/sources/oru-reports.ts';
import type { ReadReport } from '../../../../../shared/review/sources/said-report.ts';
import { codeThrown } from '../../../../helpers/app-errors.ts';

function message(
  number: string,
  more: { readonly status?: string; readonly text?: string; readonly charset?: string } = {},
): string {
  const { status = 'F', text = 'Nodule of Mrs Doe.\\.br\\Told Dr Refer.', charset = 'UNICODE UTF-8' } = more;
  return [
    `MSH|^~\\&|RIS|NORTH|NJ|NJ|20260302081500+0100||ORU^R01|M${number}|P|2.5.1|||||| ${charset}`.replace('|| ', '||'),
    'PID|1||Q-771^^^N^MR||Doe^Jane||19600102|F',
    `OBR|1|P${number}|${number}|71260^CT chest^C4||||||||||||Refer^Rob||A-${number}||||20260302081500+0100||CT|${status}|||||||9&Reader&Ada`,
    `OBX|1|FT|18782-3^Findings^LN||${text}||||||${status}`,
  ].join('\r');
}

function read(
  text: string,
  { zone = null as string | null, pieces = 1 << 20, encoding = 'utf8' as BufferEncoding } = {},
): ReadReport[] {
  const bytes = Buffer.from(text, encoding).toString('latin1');
  const reader = new OruReports({
    ...{ site: 'North', zone },
    readText: (data, label) => new TextDecoder(label, { fatal: true }).decode(data),
  });
  const found: ReadReport[] = [];
  for (let at = 0; at < bytes.length; at += pieces) found.push(...reader.push(bytes.slice(at, at + pieces)));
  return [...found, ...reader.end()];
}

describe('a file of ORU messages', () => {
  it('is read one after the other, in batches, and framed as on the line', () => {
    const one = {
      key: '1',
      ...{ author: 'Reader, Ada', signedAt: '2026-03-02T07:15:00.000Z', modality: 'CT', region: 'chest', shift: 'day' },
      ...{ accession: 'A-1', standing: 'final' },
      sections: [{ title: 'Findings', text: 'Nodule of Mrs [name].\nTold Dr [name].' }],
    };
    const shapes = [
      `${message('1')}\r${message('2')}\r`,
      `${message('1')}\r\n\r\n${message('2')}`.replaceAll(/\r(?!\n)/g, '\r\n'),
      `\x0b${message('1')}\r\x1c\r\x0b${message('2')}\r\x1c\r`,
      `FHS|^~\\&\rBHS|^~\\&\r${message('1')}\r${message('2')}\rBTS|2\rFTS|1\r`,
    ];
    for (const shape of shapes) {
      const found = read(shape);
      expect(found).toMatchObject([{ report: one }, { report: { key: '2' } }]);
      for (const pieces of [1, 3]) expect(read(shape, { pieces })).toEqual(found);
    }
    expect(read(`\n\n${message('1')}\r${message('2')}`).map(({ line }) => line)).toEqual([3, 7]);
  });

  it.each([
    ['not-final', message('1', { status: 'P' })],
    ['unreadable', message('1').replace('ORU^R01', 'ADT^A01')],
    ['unreadable', message('1').replace('PID|', 'ZID|')],
    ['unreadable', 'hello\rthere'],
    ['unreadable', 'MSH|^^^^|\rPID|1'],
    ['no-time', message('1').replace('20260302081500+0100||CT', '||CT')],
    ['no-zone', message('1').replace('20260302081500+0100||CT', '20260302081500||CT')],
    ['no-author', message('1').replace('9&Reader&Ada', '')],
    ['not-text', message('1', { charset: 'KLINGON' })],
    ['unreadable', message('1', { text: '' })],
  ])('refuses one message (%s) and reads the next', (refused, bad) => {
    const found = read(`${bad}\r${message('2')}`);
    expect(found[0]).toEqual({ line: 1, refused });
    expect(found.at(-1)).toMatchObject({ report: { key: '2' } });
  });

  it('reads each in the characters that it says, and refuses what is not text in them', () => {
    const latin = message('1', { charset: '8859/1', text: 'Façade' });
    expect(read(latin, { encoding: 'latin1' })).toMatchObject([{ report: { sections: [{ text: 'Façade' }] } }]);
    const lies = message('1', { text: 'Façade' });
    expect(read(lies, { encoding: 'latin1' })).toEqual([{ line: 1, refused: 'not-text' }]);
  });

  it('says withdrawals and corrections', () => {
    expect(read(message('1', { status: 'C' }))).toMatchObject([{ report: { standing: 'corrected' } }]);
    expect(read(message('1', { status: 'X' }))).toMatchObject([{ report: { standing: 'withdrawn' } }]);
    const addendum = message('1').replace('18782-3^Findings^LN', '55107-7^Addendum^LN');
    expect(read(addendum)).toMatchObject([{ report: { standing: 'adds' } }]);
  });

  it('refuses a file with nothing in it', () => {
    expect(codeThrown(() => read('\r\n'))).toBe('review/bad-source-file');
  });
});
