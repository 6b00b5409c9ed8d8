// @vitest-environment jsdom
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { renderFhir } from '../../../../../../electron/station/reporting/outputs/fhir.ts';
import { controlId, escapeHl7, renderHl7 } from '../../../../../../electron/station/reporting/outputs/hl7.ts';
import { paragraphsText } from '../../../../../../shared/report/plain-text.ts';
import { renderHtml } from '../../../../../../shared/report/render-html.ts';
import { PRELIMINARY_NOTICE } from '../../../../../../shared/report/signed-document.ts';
import { hashOf, signedDocument } from '../../../../../helpers/report-document.ts';

const document = signedDocument();
const findings = paragraphsText(document.content.sections.find((s) => s.sectionId === 'findings')?.paragraphs ?? []);

/** The escapes of HL7 2.7.1, read from left to right. */
function unescape(text: string): string {
  const back: Record<string, string> = { F: '|', S: '^', T: '&', R: '~', E: '\\', '.br': '\n' };
  return text.replace(/\\([FSTRE]|\.br)\\/g, (whole, name: string) => back[name] ?? whole);
}

describe('HL7', () => {
  const segments = renderHl7(document).split('\r');
  const fields = (name: string): string[] => (segments.find((segment) => segment.startsWith(name)) ?? '').split('|');

  it('gives any text back, and no delimiter stands in it', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('\r', '\n', '\\', '|')) }),
        (value) => {
          // A line end is a line end, however it was typed: a carriage return would end the segment.
          expect(unescape(escapeHl7(value))).toBe(value.replace(/\r\n?/g, '\n'));
          expect(escapeHl7(value)).not.toMatch(/[|^&~\r\n]/);
        },
      ),
    );
  });

  it('says what it is, for whom, and the whole text', () => {
    expect(fields('MSH').slice(8, 12)).toEqual(['ORU^R01^ORU_R01', controlId(document), 'P', '2.5.1']);
    expect(fields('MSH').slice(14, 18)).toEqual(['NE', 'AL', '', 'UNICODE UTF-8']);
    expect(fields('PID')[3]).toBe('MRN-0042^^^St. Anna^MR');
    expect(fields('PID')[5]).toBe('Doe^Jane~山田^花子');
    expect(fields('OBR')[18]).toBe('ACC7731');
    expect(fields('OBR')[25]).toBe('F');
    const finding = segments.find((segment) => segment.includes('59776-5'))?.split('|') ?? [];
    expect(finding.slice(2, 4)).toEqual(['FT', '59776-5^Findings^LN']);
    expect(unescape(finding[5] ?? '')).toBe(findings);
    expect(finding[11]).toBe('F');
  });

  it('keeps the control id within 20 characters', () => {
    expect(controlId(document)).toMatch(/^NJ[0-9A-Z]{18}$/);
  });

  it('marks an addendum as a correction and an evaluation store as a test', () => {
    const other = renderHl7(signedDocument({ state: 'addendum', evaluation: true })).split('\r');
    expect(other[0]?.split('|')[10]).toBe('T');
    expect(other.find((segment) => segment.startsWith('OBR'))?.split('|')[25]).toBe('C');
    expect(
      other.filter((segment) => segment.startsWith('OBX')).every((segment) => segment.split('|')[11] === 'C'),
    ).toBe(true);
  });
});

const Form = z.object({ contentType: z.string(), data: z.string(), size: z.number(), hash: z.string() });
const Shape = z.object({
  resourceType: z.literal('DiagnosticReport'),
  status: z.string(),
  code: z.object({ coding: z.array(z.object({ system: z.string(), code: z.string() })) }),
  subject: z.object({ identifier: z.object({ value: z.string() }) }),
  imagingStudy: z.array(z.object({ identifier: z.object({ value: z.string() }) })).min(1),
  resultsInterpreter: z.array(z.object({ display: z.string() })).min(1),
  basedOn: z.array(z.object({ identifier: z.object({ value: z.string() }) })),
  issued: z.string(),
  conclusion: z.string(),
  text: z.object({ div: z.string() }),
  presentedForm: z.array(Form).min(1),
});

describe('FHIR', () => {
  const hash = hashOf(document);
  const report = Shape.parse(JSON.parse(renderFhir(document, hash)));

  it('is a final DiagnosticReport of the study, the order and the reader', () => {
    expect(report).toMatchObject({ status: 'final', issued: '2026-03-01T03:15:00.000+01:00', conclusion: 'Stable.' });
    expect(report.code.coding[0]).toMatchObject({ system: 'http://loinc.org', code: '24627-2' });
    expect(report.imagingStudy[0]?.identifier.value).toBe('urn:oid:1.2.3.4');
    expect(report.basedOn[0]?.identifier.value).toBe('ACC7731');
  });

  it('presents the report as HTML with its size and hash, and nothing is contained', () => {
    const form = report.presentedForm[0];
    const bytes = Buffer.from(form?.data ?? '', 'base64');
    expect(bytes.toString('utf8')).toBe(renderHtml(document, hash));
    expect(form?.size).toBe(bytes.length);
    expect(form?.hash).toBe(createHash('sha1').update(bytes).digest('base64'));
    expect(renderFhir(document, hash)).not.toContain('"contained"');
  });

  it('has a narrative that is well-formed XHTML and holds the text', () => {
    const page = new DOMParser().parseFromString(report.text.div, 'application/xhtml+xml');
    expect([...page.querySelectorAll('p')].map((p) => p.textContent).join('\n')).toContain(findings);
  });

  it('calls an addendum appended', () => {
    expect(JSON.parse(renderFhir(signedDocument({ state: 'addendum' }), ''))).toMatchObject({ status: 'appended' });
  });
});

describe('a preliminary report', () => {
  const wet = signedDocument({ state: 'preliminary' });

  it('goes out with P in OBR-25 and every OBX-11, and its order is in process', () => {
    const segments = renderHl7(wet)
      .split('\r')
      .map((segment) => segment.split('|'));
    expect(segments.find(([name]) => name === 'OBR')?.[25]).toBe('P');
    expect(segments.flatMap(([name, ...rest]) => (name === 'OBX' ? [rest[10]] : [])).every((one) => one === 'P')).toBe(
      true,
    );
    expect(segments.find(([name]) => name === 'ORC')?.[5]).toBe('IP');
  });

  it('is a preliminary DiagnosticReport whose narrative and forms say so', () => {
    const report = Shape.parse(JSON.parse(renderFhir(wet, hashOf(wet))));
    expect(report.status).toBe('preliminary');
    expect(report.text.div).toContain(PRELIMINARY_NOTICE);
    for (const { data } of report.presentedForm) {
      expect(Buffer.from(data, 'base64').toString('utf8')).toContain(PRELIMINARY_NOTICE);
    }
  });
});
