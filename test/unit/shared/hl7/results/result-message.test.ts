import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderHl7 } from '../../../../../electron/station/reporting/outputs/hl7.ts';
import { AppError } from '../../../../../shared/errors/app-error.ts';
import { escapeFormatted } from '../../../../../shared/hl7/escape.ts';
import { USUAL_SEPARATORS } from '../../../../../shared/hl7/message.ts';
import { parseMessage } from '../../../../../shared/hl7/parse.ts';
import { readResultMessage } from '../../../../../shared/hl7/results/result-message.ts';
import type { SentReport } from '../../../../../shared/hl7/results/result-message.ts';
import { PriorReport } from '../../../../../shared/model/prior-report.ts';
import { cleanText, paragraphsText } from '../../../../../shared/report/plain-text.ts';
import { mergePrior } from '../../../../../shared/rules/prior-report/merge-prior.ts';
import { signedDocument } from '../../../../helpers/report-document.ts';

const TERMS = { site: 'St. Anna', zone: 'Europe/Berlin' };
const MSH = 'MSH|^~\\&|RIS|ANNA|NJ|HOME|20260301031500+0100||ORU^R01^ORU_R01|M1|P|2.5.1';
const PID = 'PID|1||MRN1^^^ANNA^MR||DOE^JANE||19600101|F';
const obr = (status = 'F', filler = 'FI1'): string =>
  `OBR|1|PL1|${filler}|CTC^CT chest^L|||20240102101500|||||||||||ACC0||||20240102111500||CT|${status}|||||||7&READER&Ada`;
const obx = (text: string, { type = 'FT', code = '59776-5^Findings^LN', status = 'F' } = {}): string =>
  `OBX|1|${type}|${code}|1|${text}||||||${status}`;

const read = (...segments: string[]): readonly SentReport[] =>
  readResultMessage(parseMessage(segments.join('\r')), TERMS).reports;
const only = (...segments: string[]): PriorReport => PriorReport.parse(read(...segments)[0]?.report);

describe('a report of another system by ORU^R01', () => {
  it('says whose it is, what it is about, who signed it and what it says', () => {
    const report = only(
      MSH,
      PID,
      'ORC|RE|PL1|FI1',
      obr(),
      obx('A\\.br\\B \\T\\ C'),
      obx('Stable.', { code: '19005-8^Impression^LN' }),
    );
    expect(report).toMatchObject({
      ...{ site: 'St. Anna', senderKey: 'FI1', accessions: ['ACC0'], title: 'CT chest', studyDate: '20240102' },
      ...{ signer: 'READER, Ada', state: 'final', adds: false, cut: false },
      patient: { patientId: 'MRN1', issuer: 'ANNA', birthDate: '19600101' },
    });
    expect(report.sections.map(({ title, text }) => [title, text])).toEqual([
      ['Findings', 'A\nB & C'],
      ['Impression', 'Stable.'],
    ]);
  });

  it('joins lines that each have an OBX of their own, repetitions, notes and unescaped marks', () => {
    const report = only(
      MSH,
      PID,
      obr(),
      obx('one'),
      obx('two~three', { type: 'TX' }),
      'NTE|1||noted',
      obx('R & D ^ x', { type: 'TX' }),
    );
    expect(report.sections).toHaveLength(1);
    expect(report.sections[0]?.text).toBe('one\ntwo\nthree\nnoted\nR & D ^ x');
  });

  it.each([
    ['P', 'preliminary'],
    ['R', 'preliminary'],
    ['F', 'final'],
    ['C', 'corrected'],
    ['X', 'withdrawn'],
    ['', 'final'],
  ])('takes status %s for %s', (status, state) => {
    expect(only(MSH, PID, obr(status), obx('text')).state).toBe(state);
  });

  it('calls final only what somebody says is final', () => {
    expect(only(MSH, PID, obr(''), obx('text', { status: '' })).state).toBe('preliminary');
  });

  it('leaves out what was said to be wrong, and all of it is a withdrawal', () => {
    const part = only(
      MSH,
      PID,
      obr('C'),
      obx('wrong', { status: 'W' }),
      obx('right', { code: '19005-8^Impression^LN' }),
    );
    expect(part.sections.map(({ text }) => text)).toEqual(['right']);
    expect(only(MSH, PID, obr('F'), obx('wrong', { status: 'W' })).state).toBe('withdrawn');
  });

  it('takes a PDF along that is one', () => {
    const pdf = Buffer.from('%PDF-1.4 page').toString('base64');
    const ed = (data: string): string =>
      obx(`^application^pdf^Base64^${data}`, { type: 'ED', code: '11528-7^Report^LN' });
    expect(read(MSH, PID, obr(), obx('text'), ed(pdf))[0]?.pdf).toBe(pdf);
    expect(read(MSH, PID, obr(), obx('text'), ed(Buffer.from('MZ').toString('base64')))[0]?.pdf).toBeNull();
  });

  it('adds an addendum that is sent alone to the text before it, for the same patient only', () => {
    const before = only(MSH, PID, obr(), obx('No nodule.'));
    const now = only(MSH, PID, obr('C'), obx('Nodule after all.', { code: '55107-7^Addendum^LN' }));
    expect(mergePrior(before, now).sections.map(({ text }) => text)).toEqual(['Nodule after all.', 'No nodule.']);
    const other = only(MSH, PID.replace('MRN1', 'MRN2'), obr('C'), obx('x', { code: '55107-7^Addendum^LN' }));
    expect(mergePrior(before, other).sections.map(({ text }) => text)).toEqual(['x']);
  });

  it('takes procedures without a text of their own for numbers of the one text', () => {
    const second = obr('F', 'FI2').replace('ACC0', 'ACC2');
    const reports = read(MSH, PID, obr(), obx('chest and abdomen'), second);
    expect(reports).toHaveLength(1);
    expect(reports[0]?.report.accessions).toEqual(['ACC0', 'ACC2']);
  });

  it.each([
    ['without a patient', [MSH, obr(), obx('x')]],
    ['with two', [MSH, PID, PID, obr(), obx('x')]],
    ['of a patient without an id', [MSH, 'PID|1||||DOE^JANE', obr(), obx('x')]],
    ['without a report', [MSH, PID]],
    ['without a text', [MSH, PID, obr()]],
    ['without a number', [MSH, PID, 'OBR|1|||CTC^CT', obx('x')]],
    ['without a control id', [MSH.replace('|M1|', '||'), PID, obr(), obx('x')]],
  ])('is refused %s', (_, segments) => {
    expect(() => read(...segments)).toThrow(expect.objectContaining({ code: 'prior-report/incomplete' }) as Error);
  });
});

describe('any text', () => {
  const anything = fc.string({
    unit: fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom('\r', '\n', '\\', '|', '^', '~', '&', '<', '\u202e', 'ص'),
    ),
    maxLength: 400,
  });

  it('comes back from a field of FT as it is read', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const report = only(MSH, PID, obr(), obx(`x${escapeFormatted(text, USUAL_SEPARATORS)}x`));
        expect(report.sections[0]?.text).toBe(cleanText(`x${text}x`).trim());
      }),
      { numRuns: 200 },
    );
  });

  it('of a message is taken, or refused by a code', () => {
    const whole = [MSH, PID, obr(), obx('text'), obx('two')].join('\r');
    fc.assert(
      fc.property(fc.nat(whole.length), fc.nat(40), anything, (at, length, text) => {
        try {
          const { reports } = readResultMessage(
            parseMessage(whole.slice(0, at) + text + whole.slice(at + length)),
            TERMS,
          );
          for (const { report } of reports) PriorReport.parse(report);
        } catch (error) {
          expect(error).toBeInstanceOf(AppError);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('of fifty kilobytes is one section', () => {
    const text = Array.from({ length: 800 }, (_, n) => `${n}. Lésion < ${n} mm & “stable” — 右肺.`).join('\n');
    expect(only(MSH, PID, obr(), obx(escapeFormatted(text, USUAL_SEPARATORS))).sections[0]?.text).toBe(text);
  });
});

describe('our own message', () => {
  it('is read back with every section', () => {
    const document = signedDocument();
    const report = PriorReport.parse(readResultMessage(parseMessage(renderHl7(document)), TERMS).reports[0]?.report);
    expect(report).toMatchObject({ accessions: ['ACC7731'], state: 'final', patient: { patientId: 'MRN-0042' } });
    const written = document.content.sections.find(({ sectionId }) => sectionId === 'findings')?.paragraphs ?? [];
    expect(report.sections.find(({ code }) => code?.value === '59776-5')?.text).toBe(paragraphsText(written));
  });
});
