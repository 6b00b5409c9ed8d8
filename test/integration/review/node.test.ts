import { readdirSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Station } from '../../../electron/station/station.ts';
import type { Response } from '../../../shared/contract/index.ts';
import { LookedAt, MailedPackage } from '../../../shared/model/review/node.ts';
import type { ReviewView } from '../../../shared/model/review/review-view.ts';
import { SourceSettings } from '../../../shared/model/source-settings.ts';
import { PART_HEAD } from '../../../shared/review/package/part.ts';
import { startOrthanc } from '../../bench/lib/orthanc.ts';
import type { Orthanc } from '../../bench/lib/orthanc.ts';
import { answer, PASSPHRASE, stationOn } from '../../faults/store/station-fixture.ts';
import { hasPeer } from '../../helpers/peers.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { as, HIDDEN, practice, programmeFor, refusal } from './practice.ts';

const RAW_DATA = '1.2.840.10008.5.1.4.1.1.66';

interface Two {
  readonly cora: Station;
  readonly ben: Station;
  readonly reviewId: string;
}

/** A coordinator with a case that was drawn for a reviewer at another station; both trust each other. */
async function two(): Promise<Two> {
  const { station: cora, people } = await practice();
  await as(cora, people.cora);
  const ben = stationOn(await tempDir());
  await ben.create('Ben Reviewer', PASSPHRASE);
  ben.access.confirmRecovery();
  await enrol(cora, ben, 'Ben', 'South');
  await enrol(ben, cora, 'Cora', 'North');
  const programmeId = await programmeFor(cora, 'Ben, South', { strata: [] });
  const { reviewIds } = await answer<Response<'review.draw'>>(cora, 'review.draw', {
    programmeId,
    seed: null,
    count: 1,
  });
  return { cora, ben, reviewId: String(reviewIds[0]) };
}

async function enrol(here: Station, there: Station, name: string, site: string): Promise<void> {
  const { card, fingerprint } = await answer<Response<'review.card'>>(there, 'review.card', {});
  await answer(here, 'review.enrol', { name, site, card, fingerprint, days: 30 });
}

describe.skipIf(!hasPeer('Orthanc'))('packages by way of Orthanc', () => {
  let orthanc: Orthanc;
  beforeAll(async () => {
    // As it comes out of the box, but that it answers to whoever asks: no class of objects is named to it.
    orthanc = await startOrthanc({
      durable: false,
      settings: { DicomAlwaysAllowFind: true, DicomAlwaysAllowGet: true },
    });
  }, 60_000);
  afterAll(() => orthanc.stop());
  afterEach(() => emptied());

  const dimse = (name = 'Exchange') => ({
    ...{ kind: 'dimse', name, site: 'Second readings', host: '127.0.0.1', port: orthanc.dicomPort },
    ...{ calledAe: 'ORTHANC', callingAe: 'NIGHTJAR' },
  });
  const web = () => ({
    ...{ kind: 'dicomweb', name: 'Exchange', site: 'Second readings', url: `${orthanc.url}/dicom-web` },
  });

  async function added(station: Station, settings: object): Promise<string> {
    const { nodeId } = await answer<Response<'review.addNode'>>(station, 'review.addNode', { settings, secrets: {} });
    return nodeId;
  }

  async function post(station: Station, nodeId: string, peer: string, kind: string): Promise<MailedPackage> {
    const wanted = { nodeId, peer, kind, programmeId: null, days: 30 };
    const { jobId } = await answer<Response<'review.sendVia'>>(station, 'review.sendVia', wanted);
    return MailedPackage.parse(await station.access.requireStore().jobs.wait(jobId));
  }

  async function look(station: Station, nodeId: string): Promise<LookedAt> {
    const { jobId } = await answer<Response<'review.lookAt'>>(station, 'review.lookAt', { nodeId });
    await station.access.requireStore().jobs.wait(jobId);
    const { looked } = await answer<Response<'review.looked'>>(station, 'review.looked', { jobId });
    return LookedAt.parse(looked);
  }

  const ids = async (): Promise<readonly string[]> => (await orthanc.get('/instances')) as readonly string[];
  const fileOf = async (id: string): Promise<Buffer> =>
    Buffer.from(await (await fetch(`${orthanc.url}/instances/${id}/file`)).arrayBuffer());
  const emptied = async (): Promise<void> => {
    for (const id of await ids()) await fetch(`${orthanc.url}/instances/${id}`, { method: 'DELETE' });
  };

  it('go out by C-STORE, are fetched by WADO, and their answers come back by C-GET; nothing there names anybody', async () => {
    const { cora, ben, reviewId } = await two();
    const [ofCora, ofBen] = [await added(cora, dimse()), await added(ben, web())];
    expect(await post(cora, ofCora, 'Ben', 'cases')).toEqual({ parts: 1, sent: 1 });
    const [id = ''] = await ids();
    const file = await fileOf(id);
    for (const hidden of [...HIDDEN, 'Ben', 'Cora', 'South', '1.2.826.77'])
      expect(file.includes(hidden), hidden).toBe(false);
    const tags = (await orthanc.get(`/instances/${id}/simplified-tags`)) as Record<string, string>;
    expect(tags).toMatchObject({ SOPClassUID: RAW_DATA, PatientName: expect.stringMatching(/^NJR-[0-9A-F]{20}$/) });
    expect(tags['PatientID']).toBe(tags['PatientName']);

    // Nobody else's mailbox is looked into; the own one is taken once.
    expect(await look(cora, ofCora)).toEqual({ taken: [], refused: [], incomplete: 0 });
    expect(await look(ben, ofBen)).toMatchObject({ taken: [{ kind: 'cases', isNew: true, taken: 1 }], refused: [] });
    expect(await look(ben, ofBen)).toEqual({ taken: [], refused: [], incomplete: 0 });
    expect(ben.rooms.worklist.list('').rows).toEqual([]);

    await answer(ben, 'review.open', { reviewId });
    await answer(ben, 'review.saveRead', { reviewId, read: { findings: [], text: 'Clear.' } });
    await answer(ben, 'review.lock', { reviewId });
    expect(await post(ben, ofBen, 'Cora', 'answers')).toEqual({ parts: 1, sent: 1 });
    expect(await look(cora, ofCora)).toMatchObject({ taken: [{ kind: 'answers', taken: 1 }] });
    const seen = await answer<ReviewView>(cora, 'review.see', { reviewId });
    expect(seen.row.state).toBe('locked');
    // The report goes the same way.
    await post(cora, ofCora, 'Ben', 'reveals');
    expect(await look(ben, ofBen)).toMatchObject({ taken: [{ kind: 'reveals', taken: 1 }] });
    for (const one of [cora, ben])
      expect(readdirSync(path.join(one.access.requireStore().dir, 'review-mail'))).toEqual([]);
  }, 120_000);

  it('with one changed byte are refused, and taken when they are whole', async () => {
    const { cora, ben } = await two();
    const [ofCora, ofBen] = [await added(cora, dimse()), await added(ben, dimse())];
    await post(cora, ofCora, 'Ben', 'cases');
    const [id = ''] = await ids();
    const good = await fileOf(id);
    const changed = Buffer.from(good);
    // In the middle of what is sealed.
    const at = (changed.indexOf('NJREVPRT') + PART_HEAD + changed.length) >> 1;
    changed[at] = (changed[at] ?? 0) ^ 1;
    const put = async (bytes: Buffer): Promise<void> => {
      await emptied();
      expect((await fetch(`${orthanc.url}/instances`, { method: 'POST', body: Uint8Array.from(bytes) })).ok).toBe(true);
    };
    await put(changed);
    expect(await look(ben, ofBen)).toMatchObject({ taken: [], refused: [{ code: 'package/damaged' }] });
    expect(await answer(ben, 'review.list', {})).toMatchObject({ cases: [] });
    await put(good);
    expect(await look(ben, ofBen)).toMatchObject({ taken: [{ kind: 'cases', taken: 1 }], refused: [] });
  }, 120_000);

  it('wait while the node is away, and go when it is there', async () => {
    const { cora, ben } = await two();
    const ports = { http: await freePort(), dicom: await freePort() };
    const ofCora = await added(cora, { ...dimse('Away'), port: ports.dicom });
    const wanted = { nodeId: ofCora, peer: 'Ben', kind: 'cases', programmeId: null, days: 30 };
    const { jobId } = await answer<Response<'review.sendVia'>>(cora, 'review.sendVia', wanted);
    const held = async (): Promise<number | undefined> =>
      (await answer<Response<'review.nodes'>>(cora, 'review.nodes', {})).nodes[0]?.held;
    await expect.poll(held, { timeout: 30_000 }).toBe(1);
    const late = await startOrthanc({
      ...{ durable: false, ports },
      settings: { DicomAlwaysAllowFind: true, DicomAlwaysAllowGet: true },
    });
    try {
      await cora.access.requireStore().jobs.wait(jobId);
      expect(await held()).toBe(0);
      const ofBen = await added(ben, { ...dimse('Away'), port: ports.dicom });
      expect(await look(ben, ofBen)).toMatchObject({ taken: [{ kind: 'cases', taken: 1 }] });
      expect(await late.get('/instances')).toHaveLength(1);
    } finally {
      await late.stop();
    }
  }, 120_000);

  it('never go to a place where studies or results go, whichever of the two was set up first', async () => {
    const { cora } = await two();
    const { sources } = cora.rooms.transfers;
    const clinical = SourceSettings.parse({ ...dimse('Archive'), calledAe: 'PACS', site: 'North' });
    const { sourceId } = sources.add(clinical, {});
    const node = { settings: dimse(), secrets: {} };
    expect(await refusal(cora, 'review.addNode', node)).toBe('package/clinical-node');
    sources.remove(sourceId);
    const nodeId = await added(cora, dimse());
    // Another port of the same machine may be another door of the same archive: somebody has to say that it is not.
    const other = { ...clinical, name: 'Other', port: orthanc.dicomPort === 104 ? 105 : 104 };
    const { sourceId: otherId } = sources.add(SourceSettings.parse(other), {});
    const named = { settings: dimse('Second'), secrets: {} };
    expect(await refusal(cora, 'review.addNode', { ...named, settings: { ...named.settings, port: 106 } })).toBe(
      'package/shared-machine',
    );
    // The one that is here was set up before that.
    expect(await refusal(cora, 'review.lookAt', { nodeId })).toBe('package/shared-machine');
    await answer(cora, 'review.removeNode', { nodeId });
    const apart = await answer<Response<'review.addNode'>>(cora, 'review.addNode', { ...node, isApart: true });
    expect(await look(cora, apart.nodeId)).toMatchObject({ refused: [] });
    sources.remove(otherId);
    // It is offered to nobody who sends or fetches studies.
    expect(sources.list()).toEqual([]);
    sources.add(clinical, {});
    const wanted = { nodeId: apart.nodeId, peer: 'Ben', kind: 'cases', programmeId: null, days: 30 };
    expect(await refusal(cora, 'review.sendVia', wanted)).toBe('package/clinical-node');
    expect(await refusal(cora, 'review.lookAt', { nodeId: apart.nodeId })).toBe('package/clinical-node');
    expect(await ids()).toEqual([]);
  }, 120_000);
});

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = address !== null && typeof address === 'object' ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
