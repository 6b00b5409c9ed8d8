import { describe, expect, it } from 'vitest';
import { renderFhir } from '../../../../electron/station/reporting/outputs/fhir.ts';
import { renderHl7 } from '../../../../electron/station/reporting/outputs/hl7.ts';
import { fhirTold, hl7Told } from '../../../../electron/station/transfer/outbox/told-message.ts';
import type { Communication } from '../../../../shared/model/communication.ts';
import { CommunicationId, PersonId, StudyId } from '../../../../shared/model/ids.ts';
import type { ToldFinding } from '../../../../shared/model/told-finding.ts';
import { renderPrint } from '../../../../shared/report/render-print.ts';
import { renderText } from '../../../../shared/report/render-text.ts';
import { toldFinding, toldText } from '../../../../shared/report/told-section.ts';
import { idOf, signedDocument } from '../../../helpers/report-document.ts';

const ada = PersonId.parse(idOf('ada'));
const to = { name: 'Dr Ámsel & <Söhne>', role: 'Emergency physician', number: '0900 1' };
const loop: Communication = {
  communicationId: CommunicationId.parse(idOf('loop')),
  ...{ studyId: StudyId.parse(idOf('study')), reportId: null, category: 1, finding: 'Free air | below ^ diaphragm' },
  ...{ policyId: 'st-anna 1', identifiedBy: ada, identifiedAt: '2026-03-01T02:00:00.000Z' },
  events: [
    { kind: 'attempted', by: ada, at: '2026-03-01T02:02:00.000Z', method: 'phone', to, outcome: 'busy' },
    { kind: 'escalated', by: ada, at: '2026-03-01T02:05:00.000Z', step: 1, to, byClock: true },
    {
      ...{ kind: 'communicated', by: ada, at: '2026-03-01T02:08:30.000Z', method: 'phone', to },
      ...{ readBack: true, offline: true },
    },
  ],
};
const told = toldFinding(loop, () => 'Ada Reader');
const some = (): ToldFinding => {
  if (told === null) throw new Error('nobody was told');
  return told;
};
const WORDS =
  'Told Dr Ámsel & <Söhne> (Emergency physician) by telephone by Ada Reader, 2026-03-01 03:08:30 +01:00, 8 min after it was seen, words read back, while no line to the site stood.';

describe('a finding that was told, in outputs', () => {
  it('is nothing until somebody was told, and nothing that was opened in error', () => {
    expect(toldFinding({ ...loop, events: loop.events.slice(0, 2) }, String)).toBeNull();
    const back = { kind: 'withdrawn' as const, by: ada, at: '2026-03-01T02:09:00.000Z', reason: 'Wrong case' };
    expect(toldFinding({ ...loop, events: [...loop.events, back] }, String)).toBeNull();
  });

  it('says category, times, tries, escalation and who was told, and no number of anybody', () => {
    const text = toldText([some()], (at) => at);
    expect(text).toContain('Category 1: Free air | below ^ diaphragm. Seen 2026-03-01T02:00:00.000Z.');
    expect(text).toContain('1 try reached nobody before. Escalated to step 1.');
    expect(text).not.toContain('0900');
  });

  it('stands under its own heading in text, page, HL7 and FHIR, every character as it was', () => {
    const document = signedDocument({ communications: [some()], zone: '+01:00' });
    expect(renderText(document, 'h')).toContain(`COMMUNICATION OF CRITICAL RESULTS\n`);
    expect(renderText(document, 'h')).toContain(WORDS);
    expect(renderPrint(document, 'h')).toContain('Dr Ámsel &amp; &lt;Söhne&gt;');
    expect(renderHl7(document)).toMatch(
      /OBX\|\d+\|FT\|73568-8\^[^|]*\^LN\|\d+\|[^|]*Free air \\F\\ below \\S\\ diaphragm/,
    );
    expect(renderFhir(document, 'h')).toContain('Communication of Critical Results');
  });

  it('goes by itself as a result of its own that names the report, and as a FHIR Communication', () => {
    const said = { key: 'NC0123456789ABCDEF01', told: some(), document: signedDocument(), reportFiller: 'NJ1' };
    const lines = hl7Told(said).split('\r');
    expect(lines.find((line) => line.startsWith('OBR'))).toMatch(
      /^OBR\|1\|\|NC0123456789ABCDEF01\^NIGHTJAR\|73568-8\^.*\|\^NJ1&NIGHTJAR$/,
    );
    expect(lines.find((line) => line.startsWith('OBX'))).toMatch(
      /^OBX\|1\|FT\|73568-8\^.*\\F\\ below .*\|F\|\|\|\d{14}/,
    );
    const resource = JSON.parse(fhirTold(said)) as Record<string, unknown>;
    expect(resource).toMatchObject({
      ...{ resourceType: 'Communication', status: 'completed', priority: 'stat' },
      identifier: [{ value: 'NC0123456789ABCDEF01' }],
      partOf: [{ type: 'DiagnosticReport' }],
      recipient: [{ display: 'Dr Ámsel & <Söhne> (Emergency physician)' }],
      sender: { display: 'Ada Reader' },
    });
    expect(resource['sent']).toMatch(/^2026-03-01T\d\d:08:30\.000[+-]\d\d:\d\d$/);
  });
});
