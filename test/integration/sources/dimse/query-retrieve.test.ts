import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AppError } from '../../../../shared/errors/app-error.ts';
import { DimseLink } from '../../../../electron/station/sources/dimse/dimse-link.ts';
import type { DimseSource } from '../../../../electron/station/sources/dimse/dimse-source.ts';
import { MoveExpectations } from '../../../../electron/station/sources/dimse/move-expectations.ts';
import { Receiver } from '../../../../electron/station/sources/dimse/receiver.ts';
import { codeRejected } from '../../../helpers/app-errors.ts';
import { hasPeer } from '../../../helpers/peers.ts';
import { hasTestdata, testdata } from '../../../helpers/testdata.ts';
import { realHost } from '../../import/import-fixture.ts';
import { all, dataSetOf, never, newLink, outgoing, runPeer, source, startQueryRetrieve } from './dimse-bench.ts';
import type { Peer } from './dimse-bench.ts';
import { Received } from './received.ts';

const CT = readdirSyncSafe('ct-cap-cmb').slice(0, 16);
const OTHERS = ['ts-small/MR_small.dcm', 'charset/chrH31.dcm', 'us/US1_UNC'];

/** dcmqrscp writes sequences anew when it sends: files are first written as it writes them, and must then come back as they are. */
function asPeerWrites(names: readonly string[], folder: string): readonly string[] {
  return names.map((name, index) => {
    const file = path.join(folder, `${index}.dcm`);
    const { status } = spawnSync('dcmconv', ['+e', testdata(name), file]);
    if (status !== 0) copyFileSync(testdata(name), file);
    return file;
  });
}

function readdirSyncSafe(folder: string): readonly string[] {
  return hasTestdata() ? readdirSync(testdata(folder)).map((name) => `${folder}/${name}`) : [];
}

describe.skipIf(!hasPeer('dcmqrscp') || !hasTestdata())('a DIMSE source that is dcmqrscp', () => {
  const link: DimseLink = newLink();
  const receiverLink: DimseLink = newLink();
  const moves = new MoveExpectations();
  const pushed = new Received();
  const turnedAway: string[] = [];
  const folder = mkdtempSync(path.join(tmpdir(), 'nightjar-qr-'));
  let receiver: Receiver;
  let peer: Peer;
  let pacs: DimseSource;
  let files: ReadonlyMap<string, ReturnType<typeof outgoing>>;
  let studyUid = '';

  beforeAll(async () => {
    receiver = await Receiver.open(
      {
        host: '127.0.0.1',
        port: 0,
        aeTitle: 'NIGHTJAR_SCP',
        peers: [
          { name: 'Archive', address: '127.0.0.1', aeTitle: 'QRA' },
          { name: 'Modality', address: '127.0.0.1', aeTitle: 'STORESCU', maxAssociations: 2 },
        ],
      },
      { link: receiverLink, sink: pushed, moves, events: { turnedAway: ({ why }) => turnedAway.push(why) } },
    );
    const port = receiver.port ?? 0;
    peer = await startQueryRetrieve(port);
    pacs = source(
      link,
      peer.port,
      { calledAe: 'QRA', receiver: { ae: 'NIGHTJAR_SCP', host: '127.0.0.1', port } },
      { moves },
    );
    const objects = asPeerWrites([...CT, ...OTHERS], folder).map((file) => outgoing(file));
    files = new Map(objects.map((object) => [object.sopUid, object]));
    const receipts = await all(pacs.store(objects, never));
    expect(receipts.map(({ state }) => state)).toEqual(objects.map(() => 'stored'));
    studyUid = (await all(pacs.studies({ modality: 'CT' }, { signal: never })))[0]?.studyUid ?? '';
  });

  afterAll(async () => {
    await receiver.close();
    await Promise.all([link.close(), receiverLink.close(), peer.stop()]);
    rmSync(folder, { recursive: true, force: true });
  });

  it('lists studies, series and images, and patients by the patient root', async () => {
    const studies = await all(pacs.studies({}, { signal: never }));
    expect(studies).toHaveLength(4);
    const series = await all(pacs.series(studyUid, { signal: never }));
    expect(series).toMatchObject([{ modality: 'CT' }]);
    const seriesUid = series[0]?.seriesUid ?? '';
    const images = await all(pacs.instances(studyUid, seriesUid, { signal: never }));
    expect(new Set(images.map(({ sopUid }) => sopUid)).size).toBe(CT.length);
    expect(await all(pacs.patients({}, { signal: never }))).toHaveLength(4);
  });

  it('reads names in their own characters', async () => {
    const studies = await all(pacs.studies({}, { signal: never }));
    expect(studies.map(({ patientName }) => patientName.ideographic)).toContain('山田^太郎');
  });

  it('stops asking when it has as many as were wanted', async () => {
    expect(await all(pacs.studies({}, { signal: never, limit: 2 }))).toHaveLength(2);
    for await (const { studyUid: first } of pacs.studies({}, { signal: never })) {
      expect(first).not.toBe('');
      break;
    }
  });

  it.each(['get', 'move'] as const)('brings a study by C-%s, its data sets byte for byte', async (way) => {
    const sink = new Received();
    const outcome = await pacs.retrieve({ studyUid, way }, sink, never);
    expect(outcome).toEqual({ announced: CT.length, failed: [], warnings: 0 });
    expect(sink.files.size).toBe(CT.length);
    for (const [sopUid, file] of sink.files) {
      expect(dataSetOf(file).equals(dataSetOf(files.get(sopUid)?.file ?? file.subarray(0, 200)))).toBe(true);
    }
    expect(pushed.files.size).toBe(0);
  });

  it('brings a study where the process cannot have its side line, as messages', async () => {
    const host = realHost();
    const lost = new DimseLink({
      spawn: async (kind, options) => {
        const spawned = await host.spawn(kind, options);
        const post = (message: unknown): void =>
          spawned.post(isSide(message) ? { ...message, path: '/nowhere/at/all' } : message);
        return {
          post,
          pid: spawned.pid,
          onMessage: (listener) => spawned.onMessage(listener),
          onExit: (listener) => spawned.onExit(listener),
          kill: () => spawned.kill(),
        };
      },
    });
    try {
      const sink = new Received();
      await source(lost, peer.port, { calledAe: 'QRA' }).retrieve({ studyUid, way: 'get' }, sink, never);
      expect(sink.files.size).toBe(CT.length);
      for (const [sopUid, file] of sink.files) {
        expect(dataSetOf(file).equals(dataSetOf(files.get(sopUid)?.file ?? file.subarray(0, 200)))).toBe(true);
      }
    } finally {
      await lost.close();
    }
  });

  it('brings single images of a series, and those alone', async () => {
    const [series] = await all(pacs.series(studyUid, { signal: never }));
    const seriesUid = series?.seriesUid ?? '';
    const images = await all(pacs.instances(studyUid, seriesUid, { signal: never }));
    const sopUids = images.slice(0, 3).map(({ sopUid }) => sopUid);
    const sink = new Received();
    const { announced } = await pacs.retrieve({ studyUid, seriesUid, sopUids }, sink, never);
    expect(announced).toBe(3);
    expect([...sink.files.keys()].sort()).toEqual([...sopUids].sort());
  });

  it('says that the peer does not know our receiver when it does not', async () => {
    const unknown = { ae: 'UNKNOWN', host: '127.0.0.1', port: receiver.port };
    const lost = source(link, peer.port, { calledAe: 'QRA', receiver: unknown }, { moves });
    const error = await lost
      .retrieve({ studyUid, way: 'move' }, new Received(), never)
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'source/refused', context: { cause: 'destination', status: '0xA801' } });
  });

  it('fails with what the sink said when that takes nothing more, by either way', async () => {
    for (const way of ['get', 'move'] as const) {
      const sink = new Received();
      let left = 2;
      sink.refuse = () => (left-- > 0 ? null : new AppError('source/quota', 'full'));
      expect(await codeRejected(pacs.retrieve({ studyUid, way }, sink, never))).toBe('source/quota');
      expect(sink.files.size).toBeLessThan(CT.length);
    }
  });

  it('stops when it is told to, and what had come stays with the sink', async () => {
    const stop = new AbortController();
    const sink = new Received();
    // As the sink of the store does: nothing is taken after the stop, whatever the associations have in hand.
    sink.beforeWrite = () => {
      if (sink.files.size < 2) return Promise.resolve();
      stop.abort();
      return Promise.reject(new AppError('request/cancelled', 'the sink was stopped, too'));
    };
    expect(await codeRejected(pacs.retrieve({ studyUid }, sink, stop.signal))).toBe('request/cancelled');
    expect(sink.files.size).toBeGreaterThan(0);
    expect(sink.files.size).toBeLessThan(CT.length);
  });

  it('goes on in a fresh process after the one that spoke DIMSE was killed', async () => {
    const sink = new Received();
    const pid = (await link.pid()) ?? 0;
    sink.beforeWrite = () => {
      if (sink.bytes === 0) process.kill(pid, 'SIGKILL');
      return Promise.resolve();
    };
    expect(await codeRejected(pacs.retrieve({ studyUid }, sink, never))).toBe('source/server-error');
    const again = new Received();
    await pacs.retrieve({ studyUid }, again, never);
    expect(again.files.size).toBe(CT.length);
    expect(await link.pid()).not.toBe(pid);
  });

  it('does every step of its test', async () => {
    const steps = await all(pacs.test(never));
    expect(steps.map(({ step, state }) => [step, state])).toEqual([
      ['name', 'ok'],
      ['port', 'ok'],
      ['tls', 'skipped'],
      ['association', 'ok'],
      ['query', 'ok'],
      ['retrieve', 'ok'],
      ['store', 'ok'],
    ]);
    expect(steps.find(({ step }) => step === 'retrieve')?.words).toMatch(/C-GET: \d+ bytes.*C-MOVE: \d+ bytes/);
  });

  it('takes what a listed peer pushes, and says yes only when it is safe', async () => {
    const [object] = [...files.values()];
    const file = path.join(folder, '0.dcm');
    const args = ['-aec', 'NIGHTJAR_SCP', '127.0.0.1', String(receiver.port), file];
    let stored = false;
    pushed.beforeWrite = async () => {
      await new Promise((resolve) => setTimeout(resolve, 50));
      stored = true;
    };
    expect((await runPeer('storescu', args)).code).toBe(0);
    expect(stored).toBe(true);
    expect([...pushed.files.keys()]).toEqual([object?.sopUid]);
    pushed.beforeWrite = () => Promise.resolve();
  });

  it('answers with a status of its own for each reason why it does not take something', async () => {
    const file = path.join(folder, '0.dcm');
    const args = ['-v', '-aec', 'NIGHTJAR_SCP', '127.0.0.1', String(receiver.port), file];
    const said: string[] = [];
    for (const code of ['source/quota', 'source/wrong-answer', 'dicom/damaged-header', 'disk/failed'] as const) {
      pushed.refuse = () => new AppError(code, 'no');
      said.push((await runPeer('storescu', args)).said);
    }
    pushed.refuse = () => null;
    const statuses = said.map((text) => /Received Store Response \((.*)\)/.exec(text)?.[1]);
    expect(statuses).toEqual([
      expect.stringMatching(/a700|OutOfResources/i),
      expect.stringMatching(/a900|DataSetDoesNotMatch/i),
      expect.stringMatching(/c000|CannotUnderstand/i),
      expect.stringMatching(/0x110|ProcessingFailure/i),
    ]);
  });

  it('F31: turns away whoever calls it by another title, or under a title that is not listed, and answers an echo', async () => {
    turnedAway.length = 0;
    const port = String(receiver.port);
    const wrongCalled = await runPeer('echoscu', ['-aet', 'STORESCU', '-aec', 'OTHER', '127.0.0.1', port]);
    expect(wrongCalled.said).toContain('Called AE Title Not Recognized');
    const wrongCalling = await runPeer('echoscu', ['-aet', 'NOBODY', '-aec', 'NIGHTJAR_SCP', '127.0.0.1', port]);
    expect(wrongCalling.said).toContain('Calling AE Title Not Recognized');
    expect(turnedAway).toEqual(['called-ae', 'calling-ae']);
    expect((await runPeer('echoscu', ['-aet', 'STORESCU', '-aec', 'NIGHTJAR_SCP', '127.0.0.1', port])).code).toBe(0);
  });
});

function isSide(message: unknown): message is { readonly t: 'side' } {
  return typeof message === 'object' && message !== null && 't' in message && message.t === 'side';
}
