import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Station } from '../../../electron/station/station.ts';
import { calls } from '../../../shared/contract/index.ts';
import type { AnyEvent, CallName, Request, Response } from '../../../shared/contract/index.ts';
import type { AccessState } from '../../../shared/contract/access.ts';
import { startOrthanc } from '../../bench/lib/orthanc.ts';
import type { Orthanc } from '../../bench/lib/orthanc.ts';
import { answer, newStation, PASSPHRASE } from '../../faults/store/station-fixture.ts';
import { ctImage } from '../../helpers/dicom-builder.ts';
import { hasPeer } from '../../helpers/peers.ts';
import { written } from '../report/reporting-fixture.ts';
import { accept, scriptedMllp } from '../transfer/outbox/scripted-mllp.ts';
import type { ScriptedMllp } from '../transfer/outbox/scripted-mllp.ts';
import type { Held } from '../transfer/retrieve/file-source.ts';
import { makeStudy } from '../transfer/retrieve/transfer-fixture.ts';
import { fakeWindow } from './fake-window.ts';

const SECOND = 'second passphrase here';
const HOUR_MS = 3_600_000;
/** Words that only patients of these tests have. */
const PATIENT = /DOE|P1\b/;

describe.skipIf(!hasPeer('Orthanc'))('a station that was locked while there is a line', () => {
  let orthanc: Orthanc;
  let ris: ScriptedMllp;
  let dir: string;
  let station: Station;
  let ben: string;
  /** What the clock of the station is ahead of that of the computer, milliseconds. */
  let ahead = 0;
  const events: AnyEvent[] = [];
  const [first, second, third] = [makeStudy(1, 6), makeStudy(1, 40, { pixels: 16_384 }), makeStudy(1, 6)];
  const pushed = makeStudy(1, 2);
  const uidOf = (held: readonly Held[]): string => held[0]?.studyUid ?? '';
  const ask = <N extends CallName>(name: N, request: Request<N>): Promise<Response<N>> =>
    answer(station, name, request);
  const refusal = async (name: CallName, request: unknown): Promise<string> => {
    const envelope = await station.call(name, request, 'window-1');
    return envelope.ok ? 'answered' : envelope.error.code;
  };
  const until = async (met: () => boolean | Promise<boolean>): Promise<void> => {
    const end = performance.now() + 60_000;
    while (!(await met())) {
      if (performance.now() > end) throw new Error('it did not come to be');
      await setImmediate();
    }
  };
  const fetching = async () => (await ask('access.fetching', {})).fetching;
  const retrieve = async (held: readonly Held[]): Promise<void> => {
    const [source] = (await ask('sources.list', {})).sources;
    if (source === undefined) throw new Error('no source');
    const { sourceId } = source;
    await ask('transfers.ask', { sourceId, studyUid: uidOf(held), seriesUid: null, rank: 'next', way: null });
  };
  const locks = (): unknown[] =>
    station.access
      .requireStore()
      .index.prepare<[], string>("SELECT detail FROM audit WHERE command = 'access.lock' ORDER BY seq")
      .pluck()
      .all()
      .map((text): unknown => JSON.parse(text));

  beforeAll(async () => {
    dir = await mkdtemp(path.join(os.tmpdir(), 'nightjar-locked-'));
    [orthanc, ris] = await Promise.all([startOrthanc({ durable: false }), scriptedMllp()]);
    await orthanc.postMade(
      [...first, ...second, ...third].map(
        ({ bytes }) =>
          () =>
            bytes,
      ),
      4,
    );
    station = newStation(path.join(dir, 'store'), {
      clock: {
        nowIso: () => new Date(Date.now() + ahead).toISOString(),
        monotonic: () => performance.now() + ahead,
      },
    });
    station.events.on((event) => events.push(event));
    await ask('access.create', { name: 'Ada', passphrase: PASSPHRASE });
    await ask('access.confirmRecovery', {});
    const added = await ask('people.add', { name: 'Ben', roles: ['reader'], passphrase: SECOND, proof: PASSPHRASE });
    ben = added.person.personId;
  }, 60_000);

  afterAll(async () => {
    await station.close();
    await Promise.all([orthanc.stop(), ris.stop()]);
    await rm(dir, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  });

  it('closes its store while there is nothing that could come or go', async () => {
    await station.lock();
    expect([station.access.working, await fetching()]).toEqual([null, null]);
    await station.unlock(null, PASSPHRASE);
    await ask('sources.add', {
      settings: { kind: 'dicomweb', name: 'Anna', site: 'Anna', url: `${orthanc.url}/dicom-web` } as never,
      secrets: {},
    });
  });

  it('goes on fetching and delivers a report, and tells windows counts and nothing else', async () => {
    const file = path.join(dir, 'image');
    await writeFile(file, ctImage());
    const jobId = station.rooms.startImport({ paths: [file], site: 'Local' });
    await until(() => station.rooms.importReport(jobId) !== null);
    const settings = { kind: 'hl7' as const, host: '127.0.0.1', port: ris.port, tls: false };
    await ask('destination.add', { name: 'RIS', site: 'Local', settings, secrets: {} });
    const studyId = (await ask('worklist.list', { search: '' })).rows[0]?.studyId;
    if (studyId === undefined) throw new Error('nothing was imported');
    const draft = await ask('report.create', { studyId, templateId: 'general' });
    const { reportId, revision } = draft;
    const content = written(draft, { comparison: 'None.', findings: 'Clear.', impression: 'Normal.' });
    await ask('report.save', { reportId, revision, content });
    const acknowledged = (await ask('report.check', { reportId })).findings.map(({ code }) => code);
    await retrieve(first);
    await retrieve(second);
    // The receiver is slow: the report leaves the desk before it is taken.
    const held: (() => void)[] = [];
    ris.turn = ({ answer: say }) => void held.push(() => say('AA'));
    await ask('report.sign', { reportId, acknowledged, zone: '+01:00' });
    const heard = events.length;
    const receiver = station.rooms.transfers.pushed;
    const locked = await station.lock('idle');
    expect(locked).toMatchObject({ store: 'locked', reader: null, session: null });
    expect(await fetching()).toMatchObject({ outgoing: 1, stat: 0 });
    await until(() => held.length > 0);
    ris.turn = accept;
    for (const say of held) say();
    await until(async () => ((await fetching())?.outgoing ?? 1) === 0);
    await until(async () => (await fetching())?.arrived === 2);
    // A scanner sends a study that nobody asked for.
    for (const { sopUid, bytes } of pushed) {
      const incoming = await receiver.begin(
        { sopUid, expectedBytes: bytes.length },
        { peer: 'CT', address: '127.0.0.1', callingAe: 'CT' },
      );
      await incoming.write(bytes);
      await incoming.end();
    }
    expect(await fetching()).toMatchObject({ coming: 0, running: 0, arrived: 3 });
    expect(ris.got.length).toBeGreaterThan(0);
    const told = events.slice(heard);
    expect(new Set(told.map(({ name }) => name))).toEqual(new Set(['access.changed', 'access.fetching']));
    expect(JSON.stringify(told)).not.toMatch(PATIENT);
    expect(JSON.stringify(locked)).not.toMatch(PATIENT);
  }, 60_000);

  it('answers no other call, whoever asks', async () => {
    const answered: string[] = [];
    for (const [name, { needsOpenStore, side }] of Object.entries(calls) as [CallName, (typeof calls)[CallName]][]) {
      if (!needsOpenStore || side === 'shell') continue;
      const code = await refusal(name, {});
      if (code !== 'access/locked' && code !== 'request/bad') answered.push(`${name}: ${code}`);
    }
    expect(answered).toEqual([]);
    expect(await refusal('worklist.list', { search: '' })).toBe('access/locked');
    expect(await refusal('transfers.list', {})).toBe('access/locked');
    expect(() => station.rooms).toThrow('locked');
    expect(station.access.store).toBeNull();
  });

  it('lets its person in again without opening the store anew, and counts wrong passphrases as ever', async () => {
    const before = station.access.working;
    await expect(station.unlock(null, 'not the passphrase')).rejects.toMatchObject({ code: 'access/wrong-passphrase' });
    expect(station.access.state().store).toBe('locked');
    await station.unlock(null, PASSPHRASE);
    expect(station.access.requireStore()).toBe(before);
    const { rows } = await ask('worklist.list', { search: '' });
    const shown = rows.filter(({ patient }) => PATIENT.test(patient.name.alphabetic)).map(({ received }) => received);
    expect(shown.sort((a, b) => a - b)).toEqual([1, 2, 6, 40]);
    expect(await fetching()).toBeNull();
    const trail = station.access
      .requireStore()
      .index.prepare<[], { command: string; detail: string }>(
        "SELECT command, detail FROM audit WHERE command LIKE 'access.%lock%' ORDER BY seq DESC LIMIT 3",
      )
      .all()
      .map(({ command, detail }): unknown => [command, JSON.parse(detail)]);
    expect(trail).toEqual([
      ['access.unlock', { by: 'passphrase', failures: 1, behind: 'fetching' }],
      ['access.unlockFailed', { failures: 1 }],
      ['access.lock', { reason: 'idle', behind: 'fetching', hours: 8 }],
    ]);
  });

  it('does nothing in the name of whoever has left, and answers nothing that they had asked', async () => {
    const study = (await ask('worklist.list', { search: '' })).rows[0];
    if (study === undefined) throw new Error('no study');
    const page = fakeWindow();
    station.attachFrames(page.port, 'window-1');
    const opened = await station.call('study.open', { studyId: study.studyId }, 'window-1');
    expect(opened.ok).toBe(true);
    const { series } = (opened as { value: Response<'study.open'> }).value;
    const objectId = series[0]?.images[0]?.objectId;
    if (objectId === undefined) throw new Error('no image');
    page.say({ t: 'hello', credit: 1_000_000 });
    page.say({ t: 'get', id: 1, objectId, frame: 1, form: 'display', priority: 'shown' });
    const underWay = station.call('study.open', { studyId: study.studyId }, 'window-1');
    const locked = station.lock('key');
    expect(await underWay).toMatchObject({ ok: false, error: { code: 'access/locked' } });
    await locked;
    expect(() =>
      station.access.working?.commands.run(
        { name: 'report.sign', personId: station.access.working.personId, subject: 'x', detail: {} },
        () => undefined,
      ),
    ).toThrow('locked');
    expect(page.isClosed()).toBe(true);
    expect(page.heard.filter(({ t }) => t === 'frame')).toEqual([]);
    // Not even for the same person: what was open has to be opened again.
    await station.unlock(null, PASSPHRASE);
    const again = fakeWindow();
    station.attachFrames(again.port, 'window-1');
    again.say({ t: 'hello', credit: 1_000_000 });
    again.say({ t: 'get', id: 1, objectId, frame: 1, form: 'display', priority: 'shown' });
    await until(() => again.heard.some(({ t }) => t === 'fail'));
  });

  it('is closed for another person, who finds their own desk', async () => {
    await station.lock('key');
    const before = station.access.working;
    const state: AccessState = await station.unlock(ben as never, SECOND);
    expect(state.reader).toMatchObject({ name: 'Ben' });
    expect(station.access.requireStore()).not.toBe(before);
    expect(locks().slice(-2)).toEqual([
      { reason: 'key', behind: 'fetching', hours: 8 },
      { reason: 'switch', behind: 'closed' },
    ]);
    await station.unlock(null, PASSPHRASE);
  });

  it('closes after its hours, and not before', async () => {
    await ask('access.setFetchingHours', { hours: 2 });
    await retrieve(third);
    await station.lock('idle');
    const left = Date.parse((await fetching())?.until ?? '') - Date.now() - ahead;
    expect(left / HOUR_MS).toBeCloseTo(2, 1);
    await until(async () => (await fetching())?.coming === 0);
    ahead += 2 * HOUR_MS - 60_000;
    await station.behindLock.look();
    expect(station.access.working).not.toBeNull();
    ahead += 60_000;
    await station.behindLock.look();
    expect([station.access.working, await fetching()]).toEqual([null, null]);
    expect(events.at(-1)).toMatchObject({ name: 'access.changed', payload: { store: 'locked' } });
    await station.unlock(null, PASSPHRASE);
    expect(locks().at(-1)).toEqual({ reason: 'hours', behind: 'closed' });
  });

  it('closes at once by a sign-out, a closed lid, or where the person or the policy says so', async () => {
    for (const reason of ['sign-out', 'lid'] as const) {
      await ask('access.lock', { reason });
      expect([reason, station.access.working]).toEqual([reason, null]);
      await station.unlock(null, PASSPHRASE);
    }
    // Behind a lock, too.
    await station.lock('idle');
    expect(station.access.working).not.toBeNull();
    expect(await refusal('access.lock', { reason: 'system-lock' })).toBe('answered');
    expect(station.access.working).not.toBeNull();
    expect(await refusal('access.lock', { reason: 'lid' })).toBe('answered');
    expect(station.access.working).toBeNull();
    await station.unlock(null, PASSPHRASE);
    expect(locks().at(-1)).toEqual({ reason: 'lid', behind: 'closed' });
    await ask('access.setFetchingHours', { hours: 0 });
    await station.lock('idle');
    expect(station.access.working).toBeNull();
    await station.unlock(null, PASSPHRASE);
    await ask('access.setFetchingHours', { hours: null });
    const policy = { longestIdleMinutes: 15, proofMinutes: 240, fetchingHours: 0 };
    await ask('access.setPolicy', { policy, proof: PASSPHRASE });
    expect(await refusal('access.setFetchingHours', { hours: 1 })).toBe('access/policy');
    await station.lock('idle');
    expect(station.access.working).toBeNull();
  });
});
