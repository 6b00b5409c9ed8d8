import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { JSDOM } from 'jsdom';
import { describe, expect, it } from 'vitest';
import { dicomMessage } from '../../../electron/station/access/audit/dicom-message.ts';
import { FactsReader } from '../../../electron/station/access/audit/facts.ts';
import type { AuditFacts } from '../../../electron/station/access/audit/facts.ts';
import { fhirAuditEvent } from '../../../electron/station/access/audit/fhir-event.ts';
import { AuditRow } from '../../../electron/station/kernel/audit.ts';
import type { Station } from '../../../electron/station/station.ts';
import { AUDIT_KINDS } from '../../../shared/audit/event-map.ts';
import { EVENT, TYPE } from '../../../shared/audit/dicom-codes.ts';
import type { ObjectId, StudyId } from '../../../shared/model/ids.ts';
import { answer, newStation, PASSPHRASE } from '../../faults/store/station-fixture.ts';
import { ctImage } from '../../helpers/dicom-builder.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { auditSchemaFaults } from './audit-schema.ts';

const { DOMParser } = new JSDOM('').window;
const SOURCE = { stationId: 'ab'.repeat(32), host: 'desk-1', version: '0.1.0' };
const NO_FILTER = { personId: null, command: null, subject: null, from: null, to: null };

/** A station while a test goes through its life. */
interface Life {
  station: Station;
  readonly dir: string;
  studyId: StudyId;
  objectId: ObjectId;
}

interface RuleEvent {
  readonly code: string;
  readonly type?: string;
  /** What a person does; `none`: why nobody can do it, and no command may claim it. */
  readonly act: ((life: Life) => Promise<unknown>) | 'none' | 'tested elsewhere';
  readonly why?: string;
}

const ask = (life: Life, name: string, request: unknown): Promise<unknown> => answer(life.station, name, request);

/** The list of rule 3.13, in an order in which one station can do it all. */
const RULE: readonly RuleEvent[] = [
  { code: EVENT.alert.code, type: TYPE.recordingStarted.code, act: 'tested elsewhere', why: 'store.create' },
  { code: EVENT.application.code, type: TYPE.start.code, act: make },
  { code: EVENT.import.code, act: importStudy },
  { code: EVENT.patientRecord.code, act: async () => undefined, why: 'the import named a new site' },
  { code: EVENT.query.code, act: (life) => ask(life, 'worklist.list', { search: 'doe' }).then(() => openStudy(life)) },
  { code: EVENT.accessed.code, act: openStudy },
  {
    code: EVENT.procedureRecord.code,
    act: (life) => ask(life, 'report.create', { studyId: life.studyId, templateId: 'general' }),
  },
  { code: EVENT.export.code, act: exportObject },
  { code: EVENT.logUsed.code, act: (life) => ask(life, 'audit.search', { filter: NO_FILTER, before: null, limit: 1 }) },
  { code: EVENT.alert.code, type: TYPE.overrideStarted.code, act: breakGlass },
  { code: EVENT.alert.code, type: TYPE.overrideStopped.code, act: (life) => ask(life, 'access.lock', {}) },
  { code: EVENT.authentication.code, type: TYPE.logout.code, act: async () => undefined, why: 'the same lock' },
  { code: EVENT.authentication.code, type: TYPE.login.code, act: async () => undefined, why: 'unlocked again' },
  {
    code: EVENT.alert.code,
    type: TYPE.restricted.code,
    act: searchInEmergency,
  },
  { code: EVENT.alert.code, type: TYPE.securityConfiguration.code, act: setPolicy },
  { code: EVENT.alert.code, type: TYPE.software.code, act: 'tested elsewhere', why: 'store.recover' },
  { code: EVENT.studyDeleted.code, act: forget },
  { code: EVENT.application.code, type: TYPE.stop.code, act: restart },
  { code: EVENT.alert.code, type: '110133', act: 'none', why: 'recording never stops while a store is open' },
  { code: EVENT.beginTransfer.code, act: 'tested elsewhere', why: 'transfer.ask' },
  { code: EVENT.transferred.code, act: 'tested elsewhere', why: 'transfer.end' },
  {
    ...{ code: EVENT.orderRecord.code, act: 'tested elsewhere' },
    why: 'imagingOrder.receive imagingOrder.change imagingOrder.cancel imagingOrder.refused',
  },
];

async function make(life: Life): Promise<void> {
  await ask(life, 'access.create', { name: 'Reader', passphrase: PASSPHRASE });
  await ask(life, 'access.confirmRecovery', {});
}

async function importStudy(life: Life): Promise<void> {
  const file = path.join(await tempDir(), 'image');
  writeFileSync(file, ctImage());
  const { rooms } = life.station;
  const jobId = rooms.startImport({ paths: [file], site: 'St. Anna' });
  while (rooms.importReport(jobId) === null) await setImmediate();
  const [row] = rooms.worklist.list('').rows;
  const image = row ? rooms.archive.openStudy(row.studyId).series[0]?.images[0] : undefined;
  if (!row || !image) throw new Error('nothing was imported');
  life.studyId = row.studyId;
  life.objectId = image.objectId;
}

function openStudy(life: Life): Promise<unknown> {
  return ask(life, 'study.open', { studyId: life.studyId });
}

async function exportObject(life: Life): Promise<void> {
  await life.station.rooms.exportObject(life.objectId, path.join(await tempDir(), 'out.dcm'), { replace: false });
}

function breakGlass({ station, studyId }: Life): Promise<unknown> {
  return answer(station, 'access.breakGlass', { studyId, code: 'emergency', reason: 'nobody else is here' });
}

function searchInEmergency(life: Life): Promise<unknown> {
  return ask(life, 'access.emergencyStudies', { target: { kind: 'accession', accession: 'none' } });
}

function setPolicy(life: Life): Promise<unknown> {
  return ask(life, 'access.setPolicy', { policy: { longestIdleMinutes: 10, proofMinutes: 60 }, proof: PASSPHRASE });
}

async function forget(life: Life): Promise<void> {
  const target = { kind: 'study', studyId: life.studyId };
  const { objects } = (await ask(life, 'forget.preview', { target })) as { objects: number };
  await ask(life, 'forget.run', { target, objects, proof: PASSPHRASE });
}

async function restart(life: Life): Promise<void> {
  await life.station.close();
  life.station = newStation(life.dir);
  await ask(life, 'access.unlock', { personId: null, passphrase: PASSPHRASE });
}

function recordsOf({ station }: Life, after: number): readonly AuditFacts[] {
  const { index } = station.access.requireStore();
  const reader = new FactsReader(index);
  const rows = index.prepare('SELECT * FROM audit WHERE seq > ? ORDER BY seq').all(after);
  return rows.map((row) => reader.factsOf(AuditRow.parse(row)));
}

const saysAs = ({ kind }: AuditFacts, { code, type }: RuleEvent): boolean =>
  kind.event.code === code && (type === undefined || kind.type?.code === type);

/** Both forms of one record, checked; gives back what the DICOM message says that it is. */
function checked(facts: AuditFacts): { readonly code: string | null; readonly type: string | null } {
  const root = new DOMParser().parseFromString(dicomMessage(facts, SOURCE, 'named'), 'text/xml').documentElement;
  expect(auditSchemaFaults(root)).toEqual([]);
  const code = root.querySelector('EventID')?.getAttribute('csd-code') ?? null;
  const type = root.querySelector('EventTypeCode')?.getAttribute('csd-code') ?? null;
  const event = fhirAuditEvent(facts, SOURCE, 'named');
  expect([event.type.code, event.subtype?.[0]?.code ?? null]).toEqual([code, type]);
  return { code, type };
}

describe('rule 3.13', () => {
  it('has an act behind every event of its list, and each gives a valid message in both forms', async () => {
    const dir = await tempDir();
    const life = { station: newStation(dir), dir } as Life;
    try {
      const silent: string[] = [];
      let seen = 0;
      for (const event of RULE) {
        if (typeof event.act === 'string') continue;
        const from = event.why === undefined ? seen : 0;
        await event.act(life);
        if (life.station.access.store === null)
          await ask(life, 'access.unlock', { personId: null, passphrase: PASSPHRASE });
        const all = recordsOf(life, 0);
        const found = all.filter(({ row }) => row.seq > from).filter((facts) => saysAs(facts, event));
        if (found.length === 0) silent.push(`${event.code} ${event.type ?? ''}`);
        for (const facts of found) {
          const said = checked(facts);
          expect(said.code).toBe(event.code);
          if (event.type !== undefined) expect(said.type).toBe(event.type);
        }
        seen = all.at(-1)?.row.seq ?? 0;
      }
      expect(silent).toEqual([]);
    } finally {
      await life.station.close();
    }
  });

  it('has no command for what nobody can do here, and one for what other tests do', () => {
    const kinds = Object.entries(AUDIT_KINDS);
    for (const { code, type, act, why } of RULE) {
      if (typeof act !== 'string') continue;
      const claim = kinds.filter(([, kind]) =>
        type === undefined ? kind.event.code === code : kind.type?.code === type,
      );
      expect(claim.map(([name]) => name)).toEqual(act === 'none' ? [] : why?.split(' '));
    }
  });
});
