import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderHl7 } from '../../../../../electron/station/reporting/outputs/hl7.ts';
import { escapeFormatted } from '../../../../../shared/hl7/escape.ts';
import { USUAL_SEPARATORS } from '../../../../../shared/hl7/message.ts';
import { parseMessage } from '../../../../../shared/hl7/parse.ts';
import { mapMessage } from '../../../../../shared/hl7/results/map-message.ts';
import { readResultMessage } from '../../../../../shared/hl7/results/result-message.ts';
import { writeMessage } from '../../../../../shared/hl7/write.ts';
import { ResultMapping } from '../../../../../shared/model/result-mapping.ts';
import { cleanText } from '../../../../../shared/report/plain-text.ts';
import { contentWith, signedDocument, templateFile } from '../../../../helpers/report-document.ts';

const TERMS = { site: 'St. Anna', zone: null };
const frozen = renderHl7(signedDocument());
const mapped = (mapping: object, text = frozen): string =>
  writeMessage(mapMessage(parseMessage(text), ResultMapping.parse(mapping)));
const fields = (text: string, name: string): string[] =>
  text
    .split('\r')
    .find((line) => line.startsWith(name))
    ?.split('|') ?? [];

describe('a message for one receiver', () => {
  it('is the frozen one where nothing is asked for', () => {
    expect(mapped({})).toBe(frozen);
  });

  it('has its names, codes, numbers and words for a status', () => {
    const text = mapped({
      receivingApplication: 'RIS',
      receivingFacility: 'A & B',
      accessionIn: ['OBR-3', 'ORC-2'],
      status: { F: 'A' },
      codes: [{ from: '59776-5', to: { value: 'FND', meaning: 'Findings', scheme: 'L' } }],
    });
    expect(fields(text, 'MSH').slice(4, 6)).toEqual(['RIS', 'A \\T\\ B']);
    expect(fields(text, 'OBR')[3]).toBe('ACC7731');
    expect(fields(text, 'ORC')[2]).toBe('ACC7731');
    expect([fields(text, 'OBR')[25], fields(text, 'OBX')[11]]).toEqual(['A', 'A']);
    expect(text).toContain('|FND^Findings^L|');
    expect(text).not.toContain('59776-5');
  });

  it('is in Latin 1 only where that has every sign of it', () => {
    expect(fields(mapped({ charset: '8859/1' }), 'MSH')[17]).toBe('UNICODE UTF-8');
    const plain = renderHl7(
      signedDocument({
        content: contentWith(templateFile('ct-chest'), { findings: 'Größe 5 mm' }),
        patient: { ...signedDocument().patient, name: { alphabetic: 'Doe^Jane', ideographic: '', phonetic: '' } },
        measurements: [],
      }),
    );
    expect(fields(mapped({ charset: '8859/1' }, plain), 'MSH')[17]).toBe('8859/1');
  });

  const texts = fc.string({
    unit: fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('\n', '\\', '|', '^', '~', '&', ' ', 'word ')),
    maxLength: 3000,
  });
  const shapes = fc.record({
    text: fc.constantFrom('FT', 'TX-repetitions', 'TX-segments'),
    longestSegment: fc.constantFrom(null, 500, 700),
  });

  it('keeps any text whole in every form, and no segment is longer than it may be', () => {
    const head = frozen.split('\r').filter((line) => /^(?:MSH|PID|ORC|OBR)/.test(line));
    fc.assert(
      fc.property(texts, shapes, (typed, shape) => {
        const value = cleanText(`a ${typed} z`);
        const obx = `OBX|1|FT|59776-5^Findings^LN|1|${escapeFormatted(value, USUAL_SEPARATORS)}||||||F`;
        const text = mapped(shape, [...head, obx].join('\r'));
        const [report] = readResultMessage(parseMessage(text), TERMS).reports;
        // Where a line was cut, its pieces are lines of their own: the words and their order are what counts.
        const flat = (words: string): string => words.replaceAll(/\s/g, '');
        expect(flat(report?.report.sections[0]?.text ?? '')).toBe(flat(value));
        const limit = shape.longestSegment;
        if (limit !== null) {
          for (const line of text.split('\r').filter((one) => one.startsWith('OBX'))) {
            expect(line.length).toBeLessThanOrEqual(limit + 2);
          }
        }
      }),
      { numRuns: 150 },
    );
  });
});
