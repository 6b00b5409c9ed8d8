import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Station } from '../../../electron/station/station.ts';
import type { AnyEvent, CallName, Request, Response } from '../../../shared/contract/index.ts';
import type { Communication } from '../../../shared/model/communication.ts';
import type { StudyId } from '../../../shared/model/ids.ts';
import type { SiteProfile } from '../../../shared/model/site-profile.ts';
import { answer, newStation, PASSPHRASE } from '../../faults/store/station-fixture.ts';
import { ctImage, element } from '../../helpers/dicom-builder.ts';
import { fhirPeer } from '../../helpers/fhir-peer.ts';
import { sampleReader } from '../../helpers/site-profile.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { administrator } from '../access/profile/profile-fixture.ts';
import { scriptedMllp } from '../transfer/outbox/scripted-mllp.ts';
import { written } from './reporting-fixture.ts';

const bea = administrator();
const person = (contactId: string, more: Partial<SiteProfile['contacts'][number]> = {}) => ({
  ...{ contactId, name: `Dr ${contactId}`, role: 'Emergency physician', phone: `0900 ${contactId}` },
  ...{ email: null, hours: [], ...more },
});
const TREE: Partial<SiteProfile> = {
  contacts: [person('Amsel', { numbers: [{ label: 'pager', number: '77' }] }), person('Buchfink')],
  onCall: [
    { category: null, step: 1, contactId: 'Amsel', afterMinutes: 0 },
    { category: null, step: 2, contactId: 'Buchfink', afterMinutes: 10 },
  ],
  criticalCategories: [{ code: 'red', name: 'Red', minutes: 30 }],
};
const FINDING = 'Free air below the right diaphragm';
const AMSEL = { name: 'Dr Amsel', role: 'Emergency physician', number: '0900 Amsel' };

let station: Station;
let studyId: StudyId;
let dir: string;
let ahead = 0;
let events: AnyEvent[] = [];
const clock = {
  nowIso: () => new Date(Date.now() + ahead).toISOString(),
  monotonic: () => performance.now(),
};
const ask = <N extends CallName>(name: N, request: Request<N>): Promise<Response<N>> => answer(station, name, request);
const minutes = (count: number): number => count * 60_000;

function begin(): void {
  station = newStation(dir, { clock });
  station.events.on((event) => events.push(event));
}

async function unlock(): Promise<void> {
  const { people } = await ask('access.state', {});
  await ask('access.unlock', { personId: people[0]?.personId ?? null, passphrase: PASSPHRASE });
}

beforeEach(async () => {
  ahead = 0;
  events = [];
  dir = await tempDir();
  begin();
  await ask('access.create', { name: 'Ada Reader', passphrase: PASSPHRASE });
  await ask('access.confirmRecovery', {});
  const file = path.join(await tempDir(), 'image');
  writeFileSync(file, ctImage());
  const jobId = station.rooms.startImport({ paths: [file], site: 'St. Anna' });
  while (station.rooms.importReport(jobId) === null) await setImmediate();
  const [row] = station.rooms.worklist.list('').rows;
  if (!row) throw new Error('nothing was imported');
  ({ studyId } = row);
  const { profiles } = station.rooms;
  const text = bea.sign({ ...TREE, readers: [sampleReader()] });
  profiles.apply({ hash: profiles.preview(text).hash, trust: bea.fingerprint });
  profiles.statePlace('DE');
});
afterEach(() => station.close());

const open = async (category: 1 | 2 | 3 = 1): Promise<Communication> =>
  (await ask('communication.open', { studyId, reportId: null, category, finding: FINDING })).communication;
const tell = ({ communicationId }: Communication) =>
  ask('communication.add', {
    communicationId,
    act: { kind: 'communicated', method: 'phone', to: AMSEL, readBack: true },
  });
const loops = async (): Promise<readonly Communication[]> => (await ask('communication.openLoops', {})).communications;
const whom = (communicationId: Communication['communicationId'] | null) =>
  ask('communication.whom', { studyId, category: 1, communicationId, service: null });

describe('whom to call, and when it goes up', () => {
  it('keeps the times of the site with the finding, and offers the next one when somebody does not answer', async () => {
    const { communicationId, policy, policyId } = await open();
    expect([policyId, policy]).toEqual(['st-anna 1', { alert: 8, most: 30, spoken: true }]);
    const list = await whom(communicationId);
    expect(list).toMatchObject({ site: 'St. Anna Group', zone: 'Europe/Berlin', standing: 'current', offered: 0 });
    expect(list.steps.map(({ name, numbers }) => [name, numbers.map(({ number }) => number)])).toEqual([
      ['Dr Amsel', ['0900 Amsel', '77']],
      ['Dr Buchfink', ['0900 Buchfink']],
    ]);
    await ask('communication.add', {
      communicationId,
      act: { kind: 'attempted', method: 'phone', to: AMSEL, outcome: 'no-answer' },
    });
    expect((await whom(communicationId)).offered).toBe(1);
  });

  it('goes up by its clock once, whatever was restarted, and is late over a clock that was put back', async () => {
    const { communicationId } = await open();
    ahead = minutes(12);
    expect(station.rooms.communications.escalateDue()).toEqual({ late: 0, moved: 1 });
    expect(station.rooms.communications.escalateDue()).toEqual({ late: 0, moved: 0 });
    await station.close();
    // Locked and asleep for half an hour; then the clock is put back to when it began.
    ahead = minutes(45);
    begin();
    await unlock();
    expect(events.find(({ name }) => name === 'communication.overdue')?.payload).toEqual({ late: 1, moved: 0 });
    expect(JSON.stringify(events.filter(({ name }) => name === 'communication.overdue'))).not.toMatch(/air|Amsel|DOE/);
    ahead = 0;
    const now = await ask('communication.openLoops', {});
    expect(Date.parse(now.now)).toBeGreaterThan(Date.now() + minutes(44));
    const [loop] = await loops();
    expect(loop?.events.map((event) => [event.kind, event.kind === 'escalated' && event.to?.name])).toEqual([
      ['escalated', 'Dr Buchfink'],
    ]);
    expect((await whom(communicationId)).offered).toBe(1);
  });

  it('says that the list is out of date, and still gives the numbers', async () => {
    const { profiles } = station.rooms;
    const text = bea.sign({ ...TREE, serial: 2, validUntil: '2026-02-01T00:00:00Z', readers: [sampleReader()] });
    ahead = Date.parse('2026-01-15T00:00:00Z') - Date.now();
    profiles.apply({ hash: profiles.preview(text).hash, trust: bea.fingerprint });
    ahead = 0;
    const list = await whom(null);
    expect([list.standing, list.until, list.steps.length]).toEqual(['out-of-date', '2026-02-01T00:00:00Z', 2]);
  });

  it('is handed over to a reader of the station alone, by name in the record', async () => {
    const { communicationId, identifiedBy } = await open();
    const to = identifiedBy;
    const refused = await station.call('communication.add', { communicationId, act: { kind: 'handed-over', to } });
    expect(refused.ok ? null : refused.error.code).toBe('communication/no-colleague');
    expect((await ask('communication.colleagues', {})).people).toEqual([]);
    await ask('people.add', {
      ...{ name: 'Cem Night', roles: ['reader'], passphrase: 'another correct horse', proof: PASSPHRASE },
    });
    const [cem] = (await ask('communication.colleagues', {})).people;
    if (!cem) throw new Error('nobody is there');
    const act = { kind: 'handed-over' as const, to: cem.personId };
    const { communication } = await ask('communication.add', { communicationId, act });
    expect(communication.events).toMatchObject([{ kind: 'handed-over', to: cem.personId, name: 'Cem Night' }]);
  });
});

describe('what goes out of a finding that was told', () => {
  it('stands in the report where it was told before, and goes by itself, once, where it was told after', async () => {
    const ris = await scriptedMllp();
    const fhir = await fhirPeer();
    const lines = { host: '127.0.0.1', tls: false };
    await ask('destination.add', {
      ...{ name: 'RIS', site: 'St. Anna', settings: { kind: 'hl7', port: ris.port, ...lines }, secrets: {} },
    });
    await ask('destination.add', {
      ...{ name: 'EPR', site: 'St. Anna', settings: { kind: 'fhir', url: fhir.url }, secrets: {} },
    });
    await tell(await open());
    const draft = await ask('report.create', { studyId, templateId: 'general' });
    const { reportId, revision } = draft;
    const content = written(draft, { comparison: 'None.', findings: 'Clear.', impression: 'Normal.' });
    await ask('report.save', { reportId, revision, content });
    const { findings } = await ask('report.check', { reportId });
    await ask('report.sign', { reportId, acknowledged: findings.map(({ code }) => code), zone: '+01:00' });
    const late = await open(2);
    await tell(late);
    await tell(late);
    for (;;) {
      const { rows } = await ask('outbox.list', { studyId });
      expect(rows.filter(({ state }) => state === 'refused' || state === 'held')).toEqual([]);
      if (rows.length === 7 && rows.every(({ state }) => state === 'delivered')) break;
      await setImmediate();
    }
    // Report, and each telling after it; the first telling went with the report.
    const told = ris.got.flatMap(({ text }) => (text.includes('73568-8') ? [text] : []));
    expect(told).toHaveLength(3);
    const [first = '', second = ''] = told;
    expect(first).toMatch(/OBX\|\d\|FT\|73568-8\^Communication of Critical Results\^LN\|.*Told Dr Amsel/);
    expect(second).toMatch(/OBR\|1\|\|NC[0-9A-Z]{18}\^NIGHTJAR\|73568-8\^.*\|\^NJ[0-9A-Z]{18}&NIGHTJAR/);
    expect(new Set(told.map((text) => /\|(N[CJ][0-9A-Z]{18})\|[TP]\|2\.5\.1/.exec(text)?.[1])).size).toBe(3);
    const sent = [...fhir.kept.values()]
      .flat()
      .map((bytes) => JSON.parse(bytes.toString('utf8')) as { resourceType: string });
    expect(sent.map(({ resourceType }) => resourceType).sort()).toEqual([
      ...['Communication', 'Communication', 'Communication', 'DiagnosticReport'],
    ]);
    await Promise.all([ris.stop(), fhir.close()]);
  }, 60_000);

  it('of a further accession of the report: stands in it, and what is told later goes to that accession', async () => {
    const ris = await scriptedMllp();
    const settings = { kind: 'hl7' as const, port: ris.port, host: '127.0.0.1', tls: false };
    await ask('destination.add', { ...{ name: 'RIS', site: 'St. Anna', secrets: {} }, settings: settings as never });
    const [chest, abdomen] = await parts();
    if (chest === undefined || abdomen === undefined) throw new Error('nothing was imported');
    const of = async (finding: string): Promise<void> => {
      const { communication } = await ask('communication.open', {
        ...{ studyId: abdomen, reportId: null, category: 2, finding },
      });
      await tell(communication);
    };
    await of('Splenic laceration');
    const draft = await ask('report.create', { studyId: chest, templateId: 'general' });
    const { reportId } = draft;
    await ask('report.setTogether', { reportId, studyIds: [abdomen] });
    const content = written(draft, { comparison: 'None.', findings: 'Clear.', impression: 'Normal.' });
    await ask('report.save', { reportId, revision: draft.revision, content });
    const { findings } = await ask('report.check', { reportId });
    const signed = await ask('report.sign', {
      ...{ reportId, acknowledged: findings.map(({ code }) => code), zone: '+01:00' },
    });
    expect(signed.signed?.communications?.map(({ finding }) => finding)).toEqual(['Splenic laceration']);
    await of('Free fluid in the pelvis');
    while (ris.got.length < 3) await setImmediate();
    const about = ris.got.map(
      ({ text }) => `${/OBR\|1\|(?:[^|]*\|){16}([^|]*)/.exec(text)?.[1]} ${/Category 2: ([^.]*)/.exec(text)?.[1]}`,
    );
    expect(about).toEqual(['A1 Splenic laceration', 'A2 Splenic laceration', 'A2 Free fluid in the pelvis']);
    await ris.stop();
  }, 60_000);
});

/** Chest and abdomen of one examination under two accessions. */
async function parts(): Promise<readonly StudyId[]> {
  const folder = await tempDir();
  for (const [name, uid] of [
    ['A1', '1.2.9.7.1'],
    ['A2', '1.2.9.7.2'],
  ] as const) {
    const own = [element(0x0020000d, 'UI', uid), element(0x0020000e, 'UI', `${uid}.1`)];
    writeFileSync(path.join(folder, name), ctImage([element(0x00080050, 'SH', name), ...own]));
  }
  const jobId = station.rooms.startImport({ paths: [folder], site: 'St. Anna' });
  while (station.rooms.importReport(jobId) === null) await setImmediate();
  const { rows } = station.rooms.worklist.list('');
  return ['A1', 'A2'].flatMap((name) => rows.filter((row) => row.accession === name).map((row) => row.studyId));
}
