import { JSDOM } from 'jsdom';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AUDIT_KINDS } from '../../../shared/audit/event-map.ts';
import { dicomMessage } from '../../../electron/station/access/audit/dicom-message.ts';
import { FactsReader } from '../../../electron/station/access/audit/facts.ts';
import type { AuditFacts } from '../../../electron/station/access/audit/facts.ts';
import { fhirAuditEvent } from '../../../electron/station/access/audit/fhir-event.ts';
import { writeXml } from '../../../electron/station/access/audit/xml.ts';
import { AuditRow } from '../../../electron/station/kernel/audit.ts';
import { idOf } from '../../helpers/report-document.ts';
import { STUDY } from '../report/reporting-fixture.ts';
import { auditDesk } from './audit-fixture.ts';
import type { AuditDesk } from './audit-fixture.ts';
import { auditSchemaFaults } from './audit-schema.ts';

const SOURCE = { stationId: 'ab'.repeat(32), host: 'desk-1', version: '0.1.0' };
const { DOMParser } = new JSDOM('').window;

function parse(xml: string): Element {
  const document = new DOMParser().parseFromString(xml, 'text/xml');
  return document.documentElement;
}

/** Characters that XML cannot hold become U+FFFD; all others come back. */
const readBack = (text: string): string =>
  text
    .replace(/\p{Surrogate}/gu, '\uFFFD')
    // eslint-disable-next-line no-control-regex -- these are what XML cannot hold
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\uFFFD');

/** One record of every command, each about the things of the test's study. */
function everyKind({ store }: AuditDesk): readonly AuditFacts[] {
  const reader = new FactsReader(store.index);
  const { commands, personId } = store;
  store.index
    .prepare(
      `INSERT INTO report (report_id, study_id, template_id, template_name, state, author, created_at)
       VALUES (?, ?, 't', 't', 'draft', ?, '2026')`,
    )
    .run(idOf('report'), STUDY, personId);
  const subjects: Readonly<Record<string, string>> = {
    study: STUDY,
    report: idOf('report'),
    object: idOf('object-1'),
    measurement: idOf('M1'),
  };
  for (const [name, { about }] of Object.entries(AUDIT_KINDS)) {
    const subject = subjects[about] ?? 'other';
    commands.run({ name, personId, subject, detail: { study: STUDY, count: 2, none: null } }, () => undefined);
  }
  return store.index
    .prepare('SELECT * FROM audit ORDER BY seq')
    .all()
    .map((row) => reader.factsOf(AuditRow.parse(row)));
}

describe('audit messages', () => {
  it('of every command have the structure of PS3.15 A.5.1, named and opaque', async () => {
    const faults = everyKind(await auditDesk()).flatMap((facts) =>
      (['named', 'opaque'] as const).flatMap((naming) =>
        auditSchemaFaults(parse(dicomMessage(facts, SOURCE, naming))).map((fault) => `${facts.row.command}: ${fault}`),
      ),
    );
    expect(faults).toEqual([]);
  });

  it('of an opened study name study, patient, accession number and reader, and the record', async () => {
    const desk = await auditDesk();
    await desk.audit.recorder.opened(STUDY);
    const row = AuditRow.parse(desk.store.index.prepare('SELECT * FROM audit ORDER BY seq DESC').get());
    const root = parse(dicomMessage(new FactsReader(desk.store.index).factsOf(row), SOURCE, 'named'));
    const ids = [...root.querySelectorAll('ParticipantObjectIdentification')].map((one) =>
      one.getAttribute('ParticipantObjectID'),
    );
    expect(ids).toEqual(['1.2.3.4', 'MRN-0042', `urn:nightjar:audit:${row.seq}`]);
    expect(root.querySelector('EventID')?.getAttribute('csd-code')).toBe('110103');
    expect(root.querySelector('Accession')?.getAttribute('Number')).toBe('ACC7731');
    expect(root.querySelector('SOPClass')?.getAttribute('NumberOfInstances')).toBe('3');
    const reader = root.querySelector('ActiveParticipant[UserIsRequestor="true"]');
    expect(reader?.getAttribute('UserName')).toBe('Ada Reader');
    const hash = root.querySelector('ParticipantObjectDetail[type="hash"]')?.getAttribute('value') ?? '';
    expect(Buffer.from(hash, 'base64').toString()).toBe(row.hash);
  });

  it('that are opaque hold neither patient id, name, nor accession number', async () => {
    const facts = everyKind(await auditDesk());
    const texts = facts.flatMap((one) => [
      dicomMessage(one, SOURCE, 'opaque'),
      JSON.stringify(fhirAuditEvent(one, SOURCE, 'opaque')),
    ]);
    for (const told of ['MRN-0042', 'Doe', 'ACC7731', 'St. Anna']) {
      expect(texts.filter((text) => text.includes(told))).toEqual([]);
    }
  });

  it('hold hostile names as text, and read back as they were', async () => {
    const desk = await auditDesk();
    const facts = everyKind(desk).find(({ row }) => row.command === 'study.open');
    if (facts?.study === null || facts === undefined) throw new Error('no study');
    const { study } = facts;
    const hostile = [
      '<script>alert(1)</script>',
      ']]>',
      '&lt;',
      '"\'',
      '\u202Eevil\u202C',
      'a\u0000b\u0007',
      '\n\t x ',
    ];
    for (const name of hostile) {
      const told = { ...facts, personName: name, study: { ...study, patient: { ...study.patient, name } } };
      const xml = dicomMessage(told, SOURCE, 'named');
      const root = parse(xml);
      expect(auditSchemaFaults(root)).toEqual([]);
      expect(root.querySelector('script')).toBeNull();
      expect(xml).not.toMatch(/[\u202a-\u202e\n]/);
      const patient = root.querySelector('[ParticipantObjectTypeCode="1"] ParticipantObjectName');
      expect(patient?.textContent).toBe(readBack(name));
      expect(root.querySelector('ActiveParticipant')?.getAttribute('UserName')).toBe(readBack(name));
    }
  });
});

describe('the writer of XML', () => {
  it('writes any text so that a parser gives it back', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 60 }),
        fc.string({ unit: 'grapheme', maxLength: 60 }),
        (a, b) => {
          const root = parse(writeXml({ name: 'a', attributes: { b: a, none: null }, children: [b] }));
          expect(root.getAttribute('b')).toBe(readBack(a));
          expect(root.textContent).toBe(readBack(b));
        },
      ),
    );
  });
});

describe('FHIR audit events', () => {
  it('of every command have what R4 demands and no empty values', async () => {
    for (const facts of everyKind(await auditDesk())) {
      const event = fhirAuditEvent(facts, SOURCE, 'named');
      expect(event.recorded).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
      expect(event.agent.filter(({ requestor }) => requestor)).toHaveLength(1);
      expect(['C', 'R', 'U', 'D', 'E']).toContain(event.action);
      expect(['0', '4', '8', '12']).toContain(event.outcome);
      expect(JSON.stringify(event)).not.toMatch(/:(?:""|null|\[\]|\{\})/);
      const codes = [event.type, ...(event.subtype ?? [])].map(({ code }) => code);
      expect(codes).toEqual([facts.kind.event.code, ...(facts.kind.type === null ? [] : [facts.kind.type.code])]);
    }
  });

  it('say the same of patient and study as the DICOM message', async () => {
    const facts = everyKind(await auditDesk()).find(({ row }) => row.command === 'study.open');
    if (facts === undefined) throw new Error('no record');
    const { entity } = fhirAuditEvent(facts, SOURCE, 'named');
    expect(entity.map(({ what }) => what.identifier.value)).toEqual([
      'urn:oid:1.2.3.4',
      'MRN-0042',
      `${facts.row.seq}`,
    ]);
  });
});
