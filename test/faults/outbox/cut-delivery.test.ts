import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDicomWeb } from '../../../electron/station/sources/dicomweb/dicomweb-source.ts';
import type { DimseLink } from '../../../electron/station/sources/dimse/dimse-link.ts';
import type { Source } from '../../../electron/station/sources/source.ts';
import type { OutboxSource } from '../../../electron/station/transfer/outbox/open-outbox.ts';
import type { Outgoing } from '../../../shared/model/outbox.ts';
import type { ReportId } from '../../../shared/model/ids.ts';
import { DicomWebSettings } from '../../../shared/model/source-settings.ts';
import { startOrthanc } from '../../bench/lib/orthanc.ts';
import type { Orthanc } from '../../bench/lib/orthanc.ts';
import { cutPoints, placesOf } from '../../helpers/cut-points.ts';
import { ctImage, element } from '../../helpers/dicom-builder.ts';
import { fhirPeer } from '../../helpers/fhir-peer.ts';
import type { FhirPeer } from '../../helpers/fhir-peer.ts';
import { hasPeer } from '../../helpers/peers.ts';
import { openTestLine } from '../../helpers/test-line.ts';
import type { LineFault, TestLine } from '../../helpers/test-line.ts';
import { STUDY_UID } from '../../integration/report/reporting-fixture.ts';
import { dataSetOf, newLink, source } from '../../integration/sources/dimse/dimse-bench.ts';
import {
  addDestination,
  allDelivered,
  outDesk,
  signReport,
  until,
} from '../../integration/transfer/outbox/outbox-fixture.ts';
import type { OutDesk } from '../../integration/transfer/outbox/outbox-fixture.ts';
import { scriptedMllp } from '../../integration/transfer/outbox/scripted-mllp.ts';
import type { ScriptedMllp } from '../../integration/transfer/outbox/scripted-mllp.ts';

const LONG = process.env['NIGHTJAR_LONG'] !== undefined;
/** Cuts that are spread evenly over what passes, beside those at its joints. */
const BETWEEN = LONG ? 100 : 2;
const HOST = '127.0.0.1';
/** Silence is heard soon: nobody sleeps for it. */
const WAITS = { connectMs: 5000, answerMs: LONG ? 5000 : 1000, idleMs: LONG ? 5000 : 1000 };
/** Lines that hold, after one that was cut: ask, and send again. */
const MOST_ROUNDS = 8;

const WAYS = ['stow', 'store', 'hl7', 'hl7-once', 'fhir', 'fhir-many'] as const;
type Way = (typeof WAYS)[number];
type Cut = Omit<LineFault, 'how'>;

describe.skipIf(!hasPeer('Orthanc'))('a line that is cut while a report goes', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'nightjar-cut-'));
  let orthanc: Orthanc;
  let archive: Orthanc;
  let link: DimseLink;
  let mllp: Readonly<Record<'hl7' | 'hl7-once', ScriptedMllp>>;
  let fhir: Readonly<Record<'fhir' | 'fhir-many', FhirPeer>>;
  let lines: Readonly<Record<Way, TestLine>>;
  let connected: readonly Source[];
  let desk: OutDesk;
  let signed = 0;

  beforeAll(async () => {
    orthanc = await startOrthanc({ durable: false });
    archive = await startOrthanc({ durable: false, settings: { DicomAlwaysAllowFind: true } });
    mllp = { hl7: await scriptedMllp(), 'hl7-once': await scriptedMllp() };
    fhir = { fhir: await fhirPeer(), 'fhir-many': await fhirPeer({ honours: false }) };
    const over = (port: number): Promise<TestLine> => openTestLine({ to: { host: HOST, port } });
    lines = {
      stow: await over(Number(new URL(orthanc.url).port)),
      store: await over(archive.dicomPort),
      hl7: await over(mllp.hl7.port),
      'hl7-once': await over(mllp['hl7-once'].port),
      fhir: await over(fhir.fhir.port),
      'fhir-many': await over(fhir['fhir-many'].port),
    };
    await orthanc.postMade(
      [1, 2, 3].map((n) => () => studyImage(n)),
      1,
    );
    const url = `http://${HOST}:${lines.stow.port}/dicom-web`;
    const settings = { kind: 'dicomweb', name: 'PACS', site: 'St. Anna', url, parallel: 1, waits: WAITS };
    link = newLink();
    const pacs = openDicomWeb(DicomWebSettings.parse(settings), { secrets: {} });
    const old = source(link, lines.store.port, { name: 'Old', calledAe: 'ORTHANC', waits: WAITS });
    connected = [pacs, old];
    const sources: readonly OutboxSource[] = [
      { id: 'pacs', name: 'PACS', site: 'St. Anna', open: () => pacs },
      // Of another site: that one has no images that could be compared.
      { id: 'old', name: 'Old', site: 'Elsewhere', open: () => old },
    ];
    desk = await outDesk(path.join(folder, 'store'), () => sources);
    const { connectMs, answerMs } = WAITS;
    addDestination(desk, { kind: 'dicom', source: 'PACS' }, 'stow');
    addDestination(desk, { kind: 'dicom', source: 'Old' }, 'store');
    for (const way of ['hl7', 'hl7-once'] as const) {
      const { port } = lines[way];
      const honoursControlId = way === 'hl7-once';
      addDestination(desk, { kind: 'hl7', host: HOST, port, tls: false, honoursControlId, connectMs, answerMs }, way);
    }
    for (const way of ['fhir', 'fhir-many'] as const) {
      const base = `http://${HOST}:${lines[way].port}/fhir`;
      // Which of the two makes a report once is what each says of itself.
      addDestination(desk, { kind: 'fhir', url: base, connectMs, answerMs }, way);
    }
    desk.outgoing.outbox.start();
  }, 120_000);
  afterAll(async () => {
    await desk.close();
    await Promise.all(connected.map((one) => one.close()));
    await link.close();
    await Promise.all([...Object.values(lines), ...Object.values(fhir)].map((one) => one.close()));
    await Promise.all([orthanc.stop(), archive.stop(), mllp.hl7.stop(), mllp['hl7-once'].stop()]);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  });

  const rowsOf = (reportId: ReportId): readonly Outgoing[] =>
    desk.outgoing.outbox.list().filter((row) => row.reportId === reportId);
  const sign = async (): Promise<ReportId> => {
    signed += 1;
    return (await signReport(desk, `Report ${String(signed).padStart(4, '0')}.`)).reportId;
  };

  /** Signs a report whose lines are cut, and looks at it before and after they are mended. */
  async function cutAndGoOn(cuts: Partial<Readonly<Record<Way, LineFault>>>): Promise<readonly Way[]> {
    for (const way of WAYS) lines[way].arm(cuts[way] ?? null);
    const reportId = await sign();
    const isTried = (): boolean => rowsOf(reportId).every(({ attempts, state }) => attempts > 0 && state !== 'sending');
    await until(desk, isTried, 60_000);
    await desk.outgoing.outbox.settled();
    const said = JSON.stringify(cuts);
    for (const row of rowsOf(reportId)) await neverHides(row, said);
    const cut = WAYS.filter((way) => lines[way].happened);
    for (const way of WAYS) lines[way].mend();
    for (let round = 0; round < MOST_ROUNDS && !allDelivered(rowsOf(reportId)); round += 1) {
      desk.outgoing.outbox.flush();
      await desk.outgoing.outbox.settled();
    }
    for (const row of rowsOf(reportId)) await isThere(row, said);
    return cut;
  }

  /** What may be there is never called waiting. */
  async function neverHides(row: Outgoing, said: string): Promise<void> {
    if ((await copiesOf(row)).length === 0) return;
    expect([row.destination, row.state], said).not.toEqual([row.destination, 'waiting']);
  }

  async function isThere(row: Outgoing, said: string): Promise<void> {
    const of = `${row.destination}: ${said}`;
    expect([row.state, row.reason, row.hold], of).toEqual(['delivered', null, []]);
    const file = path.join(folder, `${row.outgoingId}.out`);
    const { reportId, format } = row;
    if (reportId === null || (format !== 'sr' && format !== 'hl7' && format !== 'fhir')) throw new Error('no report');
    await desk.reporting.export({ reportId, format, file });
    const original = readFileSync(file);
    const copies = await copiesOf(row);
    expect(copies.length, of).toBeGreaterThan(0);
    for (const copy of copies) {
      const isSame = row.destination === 'store' ? dataSetOf(copy).equals(dataSetOf(original)) : copy.equals(original);
      expect(isSame, of).toBe(true);
    }
    // Whoever takes it once has it once, and nobody is troubled. Of any other it is said where it is there twice, and where it might.
    if (row.destination === 'hl7' || row.destination === 'fhir-many') {
      if (copies.length > 1) expect(row.mayBeTwice, of).toBe(true);
    } else if (row.destination === 'hl7-once') {
      expect(row.mayBeTwice, of).toBe(false);
    } else {
      expect([copies.length, row.mayBeTwice], of).toEqual([1, false]);
    }
  }

  /** Each copy that came whole. */
  async function copiesOf({ destination, key }: Outgoing): Promise<readonly Buffer[]> {
    switch (destination) {
      case 'hl7':
      case 'hl7-once':
        return mllp[destination].got
          .filter(({ controlId }) => controlId === key)
          .map(({ text }) => Buffer.from(text, 'utf8'));
      case 'fhir':
      case 'fhir-many': {
        const { kept } = fhir[destination];
        return [...kept].find(([condition]) => condition.endsWith(encodeURIComponent(key)))?.[1] ?? [];
      }
      default: {
        const body = JSON.stringify({ Level: 'Instance', Query: { SOPInstanceUID: key } });
        const { url } = destination === 'store' ? archive : orthanc;
        const found = await fetch(`${url}/tools/find`, { method: 'POST', body });
        const ids = (await found.json()) as readonly string[];
        const file = async (id: string): Promise<Buffer> =>
          Buffer.from(await (await fetch(`${url}/instances/${id}/file`)).arrayBuffer());
        return await Promise.all(ids.map(file));
      }
    }
  }

  /** What passes while a report goes over lines that hold. */
  async function passing(): Promise<Readonly<Record<Way, Readonly<Record<LineFault['way'], Buffer>>>>> {
    // Connections that are kept, and what is asked only once, are there already.
    await cutAndGoOn({});
    await cutAndGoOn({});
    const of = (way: Way) => ({ there: lines[way].passed('there'), back: lines[way].passed('back') });
    return {
      stow: of('stow'),
      store: of('store'),
      hl7: of('hl7'),
      'hl7-once': of('hl7-once'),
      fhir: of('fhir'),
      'fhir-many': of('fhir-many'),
    };
  }

  const JOINTS: Readonly<Record<Way, string>> = {
    ...{ stow: '\r\n\r\n', store: '1.2.840.10008.5.1.4.1.1.88', hl7: '\r', 'hl7-once': '\r' },
    ...{ fhir: '\r\n\r\n', 'fhir-many': '\r\n\r\n' },
  };

  it(
    'F57 F14: wherever it is cut, each receiver has it in the end, once in effect, and what may be there twice is said',
    async () => {
      const passed = await passing();
      const cuts = new Map<Way, readonly Cut[]>();
      for (const way of WAYS) {
        const { there, back } = passed[way];
        const marks = placesOf(JOINTS[way], there);
        expect(marks.length, way).toBeGreaterThan(0);
        cuts.set(way, [
          ...cutPoints(there.length, LONG ? marks : marks.slice(0, 2), BETWEEN).map((after) => ({
            way: 'there' as const,
            after,
          })),
          ...cutPoints(back.length, [], LONG ? 10 : 1).map((after) => ({ way: 'back' as const, after })),
        ]);
      }
      const most = Math.max(...[...cuts.values()].map(({ length }) => length));
      const happened: Way[] = [];
      for (let at = 0; at < most; at += 1) {
        const how = at % 2 === 0 ? 'fin' : 'rst';
        const now = [...cuts].flatMap(([way, all]) => (all[at] === undefined ? [] : [[way, { ...all[at], how }]]));
        happened.push(...(await cutAndGoOn(Object.fromEntries(now) as Partial<Record<Way, LineFault>>)));
      }
      for (const [way, { length }] of cuts) {
        const cut = happened.filter((one) => one === way).length;
        process.stdout.write(`${way}: cut at ${cut} places, of ${passed[way].there.length} bytes\n`);
        // The last bytes of one exchange may be none of the next: lengths of answers differ a little.
        expect(cut, way).toBeGreaterThanOrEqual(length * 0.8);
      }
    },
    30 * 60_000,
  );

  it(
    'F18 F57: bytes went and no answer came, by silence: asked where that is possible, else sent again and said',
    async () => {
      const silence = { way: 'back', after: 0, how: 'silent' } as const;
      const cuts = Object.fromEntries(WAYS.map((way) => [way, silence])) as Record<Way, LineFault>;
      expect(await cutAndGoOn(cuts)).toEqual(WAYS);
      const newest = desk.outgoing.outbox.list().slice(0, WAYS.length);
      const twice = newest.filter(({ mayBeTwice }) => mayBeTwice).map(({ destination }) => destination);
      expect(twice).toEqual(['hl7']);
      const { answer, list } = desk.outgoing.outbox;
      const row = newest.find(({ destination }) => destination === 'hl7');
      if (row !== undefined) answer.call(desk.outgoing.outbox, row.outgoingId, true);
      const of = list.call(desk.outgoing.outbox).filter(({ outgoingId }) => outgoingId === row?.outgoingId);
      expect(of).toMatchObject([{ state: 'delivered', mayBeTwice: false }]);
    },
    LONG ? 600_000 : 60_000,
  );
});

/** An image of the study that is reported, as its site has it. */
function studyImage(n: number): Uint8Array {
  return ctImage([
    element(0x00080018, 'UI', `1.2.3.4.5.${n}`),
    element(0x00080020, 'DA', '20260301'),
    element(0x00100010, 'PN', 'Doe^Jane'),
    element(0x00100020, 'LO', 'MRN-0042'),
    element(0x00100030, 'DA', '19650211'),
    element(0x0020000d, 'UI', STUDY_UID),
    element(0x00200013, 'IS', String(n)),
  ]);
}
