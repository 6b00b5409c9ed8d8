import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Db } from '../../../electron/station/kernel/sqlite.ts';
import type { Station } from '../../../electron/station/station.ts';
import { AnyEnvelope, calls } from '../../../shared/contract/index.ts';
import type { CallName, Response } from '../../../shared/contract/index.ts';
import { ERROR_CODES, isErrorCode } from '../../../shared/errors/codes.ts';
import { idFromBytes } from '../../../shared/model/ids.ts';
import type { ObjectId, StudyId } from '../../../shared/model/ids.ts';
import { ctImage } from '../../helpers/dicom-builder.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { FrameWindow } from '../../unit/electron/station/frames/frame-window.ts';
import { nearRequests } from '../hostile/near-requests.ts';
import { answer, PASSPHRASE, stationOn } from '../store/station-fixture.ts';

const MESSAGES = 100_000;
/** Requests that are made up anew; the messages are drawn from them. */
const PATTERNS = 60;
const PAGE = 'a page';
const ANOTHER = 'another page';

interface Filled {
  readonly station: Station;
  readonly studyId: StudyId;
  readonly objectId: ObjectId;
}

/** A station with one study that nobody has opened. */
async function filled(): Promise<Filled> {
  const station = stationOn(await tempDir());
  await answer(station, 'access.create', { name: 'Reader', passphrase: PASSPHRASE });
  await answer(station, 'access.confirmRecovery', {});
  const file = path.join(await tempDir(), 'image');
  writeFileSync(file, ctImage());
  const jobId = station.rooms.startImport({ paths: [file], site: null });
  while (station.rooms.importReport(jobId) === null) await setImmediate();
  const [row] = station.rooms.worklist.list('').rows;
  const image = row ? station.rooms.archive.openStudy(row.studyId).series[0]?.images[0] : undefined;
  if (!row || !image) throw new Error('nothing was imported');
  return { station, studyId: row.studyId, objectId: image.objectId };
}

async function codeOf(station: Station, page: string, name: CallName, request: unknown): Promise<string> {
  const envelope = await station.call(name, request, page);
  return envelope.ok ? 'answered' : envelope.error.code;
}

/** Everything that is saved: a hash of the rows of each table. */
function savedState(dbs: readonly Db[]): Readonly<Record<string, string>> {
  const state: Record<string, string> = {};
  for (const db of dbs) {
    const tables = db
      .prepare<[], string>(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
      )
      .pluck()
      .all();
    for (const table of tables) {
      const hash = createHash('sha256');
      for (const row of db.prepare(`SELECT * FROM "${table}"`).iterate()) hash.update(JSON.stringify(row));
      state[table] = hash.digest('hex');
    }
  }
  return state;
}

describe('F60: what a page has not opened', () => {
  it('it cannot see, measure, sign or export', async () => {
    const { station, studyId, objectId } = await filled();
    const window = new FrameWindow();
    station.attachFrames(window.port, PAGE);
    window.post({ t: 'hello', credit: 1_000_000 });
    const get = { t: 'get', objectId, frame: 1, priority: 'shown' } as const;
    window.post({ ...get, id: 1, form: 'display' });
    window.post({ ...get, id: 2, form: 'thumbnail' });
    const [, ...refused] = await window.count(3);
    expect(refused.map((one) => (one.t === 'fail' ? one.error.code : one.t))).toEqual([
      'request/forbidden',
      'request/forbidden',
    ]);
    const measure = { objectId, frame: 1, tool: 'probe', points: [[1, 1]] };
    expect(await codeOf(station, PAGE, 'reading.measure', measure)).toBe('request/forbidden');
    const create = { studyId, templateId: 'general' };
    expect(await codeOf(station, PAGE, 'report.create', create)).toBe('request/forbidden');

    expect(await codeOf(station, PAGE, 'study.preview', { studyId })).toBe('answered');
    window.post({ ...get, id: 3, form: 'display' });
    window.post({ ...get, id: 4, form: 'thumbnail' });
    const preview = (await window.count(5)).slice(3);
    const byId = new Map(preview.map((one) => [one.t === 'hello' ? -1 : one.id, one.t]));
    expect([byId.get(3), byId.get(4)]).toEqual(['fail', 'frame']);

    expect(await codeOf(station, PAGE, 'study.open', { studyId })).toBe('answered');
    window.post({ ...get, id: 5, form: 'display' });
    expect((await window.count(6)).at(-1)?.t).toBe('frame');
    const report = await station.call('report.create', create, PAGE);
    if (!report.ok) throw new Error(report.error.code);
    const { reportId } = report.value as Response<'report.create'>;
    const sign = { reportId, acknowledged: [], zone: '+00:00' };

    // What one page opened is nothing to another, and to nobody once the page is gone or the store was locked.
    for (const name of ['report.discard', 'report.amend'] as const) {
      expect(await codeOf(station, ANOTHER, name, { reportId })).toBe('request/forbidden');
    }
    expect(await codeOf(station, ANOTHER, 'report.sign', sign)).toBe('request/forbidden');
    expect(await codeOf(station, ANOTHER, 'reading.measure', measure)).toBe('request/forbidden');
    station.forgetPage(PAGE);
    expect(await codeOf(station, PAGE, 'report.sign', sign)).toBe('request/forbidden');
    expect(await codeOf(station, PAGE, 'study.open', { studyId })).toBe('answered');
    expect(await codeOf(station, PAGE, 'reading.newMeasurement', { studyId })).toBe('answered');
    await answer(station, 'access.lock', {});
    const { people } = await answer<Response<'access.state'>>(station, 'access.state', {});
    await answer(station, 'access.unlock', { personId: people[0]?.personId ?? null, passphrase: PASSPHRASE });
    expect(await codeOf(station, PAGE, 'reading.newMeasurement', { studyId })).toBe('request/forbidden');
  });
});

describe('F60: a hundred thousand messages of a page gone wild', () => {
  it('are answered with codes, end nothing and change nothing', { timeout: 240_000 }, async () => {
    const { station } = await filled();
    const { index, journal } = station.access.requireStore();
    const names = Object.keys(calls).filter(
      // Left out: what locks the store, or takes a second on purpose to derive a key; and what is recorded though it changes
      // nothing: looking at the trail, searching the list or the reports (searches.test.ts: it cannot flood the trail). And a
      // record of a check and the place of reading, which are of this station and of nothing that a page has to open.
      (name): name is CallName =>
        calls[name as CallName].caller === 'window' &&
        !/^(audit\.|worklist\.list|report\.search|people\.|forget\.|keys\.|move\.|signIn\.|siteOrders\.setFeeds|prefetch\.change|transfers\.liftMeter|check\.save|profile\.statePlace|hanging\.save|hanging\.keepDraft|reading\.keepCases|hanging\.noteHabit|hanging\.answerHabit|hanging\.forgetHabits|controls\.save|templates\.(?:save|remove|restore)|speech\.|macros\.(?:save|remove|take)|review\.(?:card|addNode)|access\.(?!state))/.test(
          name,
        ),
    );
    const strange = fc.sample(fc.anything({ maxDepth: 4, withBigInt: true, withDate: true, withMap: true }), 200);
    // Ids that look right and are of nothing here: nobody can guess one that is.
    const seeded = fc.sample(fc.uint8Array({ minLength: 26, maxLength: 26 }), 8).map((bytes) => idFromBytes(bytes));
    const patterns = names.map((name) => [...fc.sample(nearRequests(name, seeded), PATTERNS), ...strange]);
    const trail = (): readonly string[] =>
      index.prepare<[], string>('SELECT command FROM audit ORDER BY seq').pluck().all();
    const [before, recorded] = [savedState([index, journal]), trail()];
    const codes = new Map<string, number>();
    for (let message = 0; message < MESSAGES; message += 1) {
      const name = names[message % names.length] ?? 'jobs.list';
      // Now and then the request of another call, or a name that there is not.
      const requests = patterns[(message * 7) % 5 === 0 ? (message * 13) % names.length : message % names.length] ?? [];
      const asked = message % 97 === 0 ? `${name}${message}` : name;
      const envelope = AnyEnvelope.parse(
        await station.call(asked, requests[Math.floor(message / names.length) % requests.length], PAGE),
      );
      const code = envelope.ok ? 'answered' : envelope.error.code;
      codes.set(code, (codes.get(code) ?? 0) + 1);
    }
    const refusals = [...codes.keys()].filter((code) => code !== 'answered');
    expect(refusals.filter((code) => !isErrorCode(code) || ERROR_CODES[code] === 'bug')).toEqual([]);
    expect(refusals).toContain('request/bad');
    expect(refusals).toContain('request/unknown-call');
    expect(trail()).toEqual(recorded);
    expect(savedState([index, journal])).toEqual(before);
  });
});
