import { describe, expect, it } from 'vitest';
import { renderHl7 } from '../../../../../electron/station/reporting/outputs/hl7.ts';
import { mapped, pageTooLong } from '../../../../../electron/station/transfer/outbox/mapped-message.ts';
import { parseMessage } from '../../../../../shared/hl7/parse.ts';
import { readResultMessage } from '../../../../../shared/hl7/results/result-message.ts';
import { ResultMapping } from '../../../../../shared/model/result-mapping.ts';
import { signedDocument } from '../../../../helpers/report-document.ts';

const PDF = Buffer.from(`%PDF-1.7\n${'x'.repeat(3000)}`, 'latin1');
const frozen = Buffer.from(renderHl7(signedDocument()), 'utf8');
const mapping = ResultMapping.parse({ page: 'ED', status: { F: 'A' } });

describe('the page of a report in its message', () => {
  const text = Buffer.from(mapped(frozen, mapping, PDF)).toString('utf8');
  const [last = ''] = text.trimEnd().split('\r').reverse();

  it('stands behind the text under LOINC 11528-7, with its status, as ED', () => {
    const fields = last.split('|');
    expect(fields.slice(0, 5)).toMatchObject(['OBX', fields[4], 'ED', '11528-7^Radiology report^LN', fields[1]]);
    expect(fields[5]).toBe(`^application^pdf^Base64^${PDF.toString('base64')}`);
    expect(fields[11]).toBe('A');
    expect(fields[14]).toBe('20260301031500+0100');
    const numbers = text.split('\r').flatMap((line) => (line.startsWith('OBX|') ? [line.split('|')[1]] : []));
    expect(numbers).toEqual(numbers.map((_, nth) => String(nth + 1)));
  });

  it('is read back with the same text as before', () => {
    const read = (message: string): ReturnType<typeof readResultMessage> =>
      readResultMessage(parseMessage(message), { site: 'A', zone: null });
    const [sent] = read(text).reports;
    expect(Buffer.from(sent?.pdf ?? '', 'base64')).toEqual(PDF);
    expect(sent?.report.sections).toEqual(read(frozen.toString('utf8')).reports[0]?.report.sections);
  });

  it('changes nothing where there is none', () => {
    expect(mapped(frozen, ResultMapping.parse({ page: 'ED' }))).toEqual(frozen);
  });

  it('is refused in words where a segment may not be that long', () => {
    expect(pageTooLong(PDF, ResultMapping.parse({ longestSegment: 1000 }))).toMatch(/^Not sent: .* takes 1000\.$/);
    const longest = last.length + 200;
    expect(pageTooLong(PDF, ResultMapping.parse({ longestSegment: longest }))).toBeNull();
    expect(last.length).toBeLessThanOrEqual(longest);
  });
});
