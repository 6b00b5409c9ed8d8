import { describe, expect, it } from 'vitest';
import { mapped } from '../../../../../../electron/station/transfer/outbox/mapped-message.ts';
import { testMessage } from '../../../../../../electron/station/transfer/outbox/test-message.ts';
import { ResultMapping } from '../../../../../../shared/model/result-mapping.ts';
import { templateFile } from '../../../../../helpers/report-document.ts';

const FACTS = { at: '2026-03-01T02:15:00.000Z', zone: '+01:00', site: 'St. Anna' };
const TEMPLATE = templateFile('general');

describe('a test message', () => {
  it.each([
    ['as it is', {}],
    ['with an OBX a line', { text: 'TX-segments' }],
    ['with a repetition a line', { text: 'TX-repetitions' }],
    ['in short segments', { longestSegment: 500 }],
    ['for Latin 1', { charset: '8859/1' }],
  ])('is of nobody, for training, and comes back whole %s', (_, mapping) => {
    const made = testMessage(TEMPLATE, ResultMapping.parse(mapping), FACTS);
    expect(made.problems).toEqual([]);
    const [msh = ''] = made.segments;
    expect(msh.split('|')[10]).toBe('T');
    expect(msh.split('|')[9]).toBe(made.controlId);
    expect(made.segments.join('\n')).toContain('TEST^NIGHTJAR');
    // It has signs that Latin 1 has not.
    expect(made.charset).toBe('UNICODE UTF-8');
  });

  it('is another message each time, and the same for the same instant', () => {
    const one = testMessage(TEMPLATE, undefined, FACTS);
    expect(Buffer.from(testMessage(TEMPLATE, undefined, FACTS).bytes)).toEqual(Buffer.from(one.bytes));
    expect(testMessage(TEMPLATE, undefined, { ...FACTS, at: '2026-03-01T02:15:01.000Z' }).controlId).not.toBe(
      one.controlId,
    );
  });
});

describe('a message in the set of its receiver', () => {
  it('has the bytes of Latin 1 where it fits, and other messages stay as they are', () => {
    const latin = ResultMapping.parse({ charset: '8859/1' });
    const report = 'MSH|^~\\&|A|B|C|D|20260301||ORU^R01|1|P|2.5.1||||||UNICODE UTF-8\rOBR|1\rOBX|1|FT|A||Größe\r';
    const sent = Buffer.from(mapped(Buffer.from(report, 'utf8'), latin));
    expect(sent.toString('latin1')).toContain('|8859/1\r');
    expect(sent.toString('latin1')).toContain('Größe');
    const status = Buffer.from('MSH|^~\\&|A|B|C|D|20260301||ORM^O01|1|P|2.5.1\rORC|SC\r');
    expect(mapped(status, latin)).toBe(status);
  });
});
