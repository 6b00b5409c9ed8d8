import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../electron/station/kernel/clock.ts';
import type { Clock } from '../../../electron/station/kernel/ports.ts';
import { openDicomWeb } from '../../../electron/station/sources/dicomweb/dicomweb-source.ts';
import type { DicomWebSource } from '../../../electron/station/sources/dicomweb/dicomweb-source.ts';
import { SiteClaims } from '../../../electron/station/transfer/claims/site-claims.ts';
import { PersonId } from '../../../shared/model/ids.ts';
import type { StudyStatus } from '../../../shared/model/outbox.ts';
import { SourceSettings } from '../../../shared/model/source-settings.ts';
import { claimWords } from '../../../shared/rules/claim-step.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { upsPeer } from '../../helpers/ups-peer.ts';
import type { Cut, UpsPeer } from '../../helpers/ups-peer.ts';
import { newDesk, STUDY } from '../report/reporting-fixture.ts';
import type { Desk } from '../report/reporting-fixture.ts';

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const TASK = '2.25.77';

/** A station as far as claims go. Its clock stands until it is moved. */
interface Reader {
  readonly name: string;
  readonly desk: Desk;
  readonly source: DicomWebSource;
  claims: SiteClaims;
  /** What is added to the clock, milliseconds. */
  later: number;
}

let peer: UpsPeer;
let accession: string;
let readers: Reader[] = [];

beforeEach(async () => {
  peer = await upsPeer();
  readers = [];
});
afterEach(async () => {
  for (const { desk, claims, source } of readers) {
    await claims.close();
    await source.close();
    await desk.access.close();
  }
  await peer.close();
});

async function reader(name: string): Promise<Reader> {
  const desk = await newDesk(await tempDir(), null);
  const read = 'SELECT accession FROM study WHERE study_id = ?';
  accession = desk.store.index.prepare<[string], string>(read).pluck().get(STUDY) ?? '';
  const settings = SourceSettings.parse({ kind: 'dicomweb', name: 'RIS', site: 'St. Anna', url: peer.url });
  if (settings.kind !== 'dicomweb') throw new Error('another kind');
  const one: Reader = { name, desk, source: openDicomWeb(settings, { secrets: {} }), later: 0, claims: null as never };
  one.claims = begin(one);
  readers.push(one);
  return one;
}

/** The station starts: whatever it knew in memory is gone. */
function begin(one: Reader): SiteClaims {
  const { store } = one.desk;
  const { workitems } = one.source;
  if (workitems === undefined) throw new Error('no worklist');
  const clock: Clock = {
    ...systemClock,
    nowIso: () => new Date(Date.parse(systemClock.nowIso()) + one.later).toISOString(),
    monotonic: () => systemClock.monotonic() + one.later,
  };
  const claims = new SiteClaims({
    ...{ index: store.index, commands: store.commands, clock, log: quiet, faults: store.faults },
    person: { id: PersonId.parse(store.personId), name: one.name },
    place: () => ({ id: 'ris', open: () => workitems }),
  });
  claims.start();
  return claims;
}

function says({ desk, claims }: Reader, status: StudyStatus): void {
  const { index } = desk.store;
  index.transaction(() => claims.said(index, STUDY, status, '2026-03-01T10:00:00.000Z')).immediate();
}

/** Looks until the claim is as wanted; time passes between two looks. */
async function until(one: Reader, state: string): Promise<void> {
  const end = performance.now() + 10_000;
  for (;;) {
    await new Promise((resolve) => setImmediate(resolve));
    await one.claims.settled();
    if (one.claims.of(STUDY)?.state === state) return;
    if (performance.now() > end) throw new Error(`still ${JSON.stringify(one.claims.of(STUDY))} ${peer.asked.join()}`);
    one.later += 60_000;
    one.claims.wake();
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

const words = (one: Reader): string | null => {
  const claim = one.claims.of(STUDY);
  return claim === null ? null : (claimWords(claim)?.words ?? null);
};

describe('claims of a site that keeps them as worklist tasks', () => {
  it('two stations race for one task, and one has it; the other is told who, and takes the next one', async () => {
    const [ada, ben] = [await reader('Ada Reader'), await reader('Ben Reader')];
    peer.add(TASK, accession);
    says(ada, 'claimed');
    says(ben, 'started');
    await Promise.all(
      [ada, ben].map(
        ({ claims }) =>
          new Promise<void>((resolve) =>
            claims.onChanged.on(() =>
              claims.of(STUDY)?.state === 'held' || claims.of(STUDY)?.state === 'other' ? resolve() : undefined,
            ),
          ),
      ),
    );
    await Promise.all([ada.claims.settled(), ben.claims.settled()]);
    const [winner, loser] = ada.claims.of(STUDY)?.state === 'held' ? [ada, ben] : [ben, ada];
    expect([winner.claims.of(STUDY)?.state, loser.claims.of(STUDY)?.state]).toEqual(['held', 'other']);
    expect(peer.changes).toEqual([`${TASK} IN PROGRESS`]);
    expect(words(winner)).toBe(`claimed at the site by ${winner.name}`);
    await until(loser, 'other');
    loser.later += 600_000;
    loser.claims.wake();
    await loser.claims.settled();
    expect(words(loser)).toBe(`${winner.name} reads this case: claimed at the site`);
    // The transaction is its owner's alone.
    expect(JSON.stringify(peer.tasks.get(TASK)?.data)).not.toContain(peer.tasks.get(TASK)?.transaction);

    // Given back: that task ends, as no task is ever scheduled again; the site makes another, which the other reader takes.
    says(winner, 'released');
    await until(winner, 'given-back');
    expect(words(winner)).toBeNull();
    peer.add('2.25.78', accession);
    await until(loser, 'held');
    says(loser, 'read');
    await until(loser, 'completed');
    expect(peer.changes.slice(1)).toEqual([`${TASK} CANCELED`, '2.25.78 IN PROGRESS', '2.25.78 COMPLETED']);
  });

  it('whatever request or answer is lost, and the station with it, each change is made once', async () => {
    const whole = await walk(() => null);
    expect(whole.changes).toEqual([`${TASK} IN PROGRESS`, `${TASK} COMPLETED`]);
    for (let n = 1; n <= whole.asked; n += 1) {
      for (const cut of ['before', 'after'] as const) {
        const { changes } = await walk((_, at) => (at === n ? cut : null));
        expect(changes, `request ${n} lost ${cut}`).toEqual(whole.changes);
      }
    }
  });

  it('what was asked for without a line is given back before it was ever sent, or is done in whole when the line comes', async () => {
    const ada = await reader('Ada Reader');
    peer.add(TASK, accession);
    peer.cut = () => 'before';
    says(ada, 'claimed');
    await ada.claims.settled();
    await new Promise((resolve) => setImmediate(resolve));
    await ada.claims.settled();
    expect(ada.claims.of(STUDY)).toMatchObject({ state: 'waiting', reason: 'source/unreachable' });
    expect(words(ada)).toBe('not claimed yet: the site does not answer, others may be reading');
    says(ada, 'released');
    peer.cut = () => null;
    await until(ada, 'given-back');
    expect(peer.changes).toEqual([]);
    // Claimed, read and signed on the train.
    peer.cut = () => 'before';
    says(ada, 'started');
    says(ada, 'read');
    peer.cut = () => null;
    await until(ada, 'completed');
    expect(peer.changes).toEqual([`${TASK} IN PROGRESS`, `${TASK} COMPLETED`]);
    // What is read is read.
    says(ada, 'released');
    await until(ada, 'completed');
  });

  it('a task that the site ends while it is read is known to be ended a minute later', async () => {
    const ada = await reader('Ada Reader');
    const task = peer.add(TASK, accession);
    says(ada, 'claimed');
    await until(ada, 'held');
    const looks = (): number => peer.asked.filter((line) => line === `GET /workitems/${TASK}`).length;
    const before = looks();
    task.state = 'CANCELED';
    // Not asked all the time, either.
    ada.later += 50_000;
    ada.claims.wake();
    await ada.claims.settled();
    expect([ada.claims.of(STUDY)?.state, looks()]).toEqual(['held', before]);
    const heard = new Promise<void>((resolve) => ada.claims.onChanged.on(() => resolve()));
    ada.later += 10_000;
    ada.claims.wake();
    await heard;
    await ada.claims.settled();
    expect(words(ada)).toBe('could not be claimed: the site ended its reading task');
  });

  it('a site that sends events is heard at once: that it asks for a case back, and that it ended one', async () => {
    const ada = await reader('Ada Reader');
    peer.sendsEvents = true;
    peer.add(TASK, accession);
    says(ada, 'claimed');
    await until(ada, 'held');
    await expect.poll(() => peer.subscribed.size, { timeout: 10_000 }).toBe(1);
    // Subscribed and connected: what is held is looked at once more.
    const looked = (): boolean => peer.asked.lastIndexOf(`GET /workitems/${TASK}`) > peer.asked.length - 2;
    await expect.poll(looked, { timeout: 10_000 }).toBe(true);
    peer.askBack(TASK);
    await expect
      .poll(() => words(ada), { timeout: 10_000 })
      .toBe('the site asks for this case back: release it, or sign it. Claimed there by Ada Reader');
    expect(ada.claims.list()).toMatchObject([{ state: 'held', askedBack: true }]);
    // No time passes on the clock of the station.
    peer.end(TASK);
    await expect
      .poll(() => words(ada), { timeout: 10_000 })
      .toBe('could not be claimed: the site ended its reading task');
    // Nothing is held, and nothing is subscribed to.
    await expect.poll(() => peer.subscribed.size, { timeout: 10_000 }).toBe(0);
  });

  it('a site whose events end, or that sends none, is asked as any other', async () => {
    const ada = await reader('Ada Reader');
    peer.sendsEvents = true;
    peer.add(TASK, accession);
    says(ada, 'claimed');
    await until(ada, 'held');
    await expect.poll(() => peer.subscribed.size, { timeout: 10_000 }).toBe(1);
    peer.sendsEvents = false;
    peer.endEvents();
    const task = peer.tasks.get(TASK);
    if (task !== undefined) task.state = 'CANCELED';
    await until(ada, 'ended');
    expect(peer.asked.filter((line) => line.startsWith('POST ') && line.includes('/subscribers/'))).toHaveLength(1);
  });

  it('a task that the site takes back, ends, gives to somebody else or never had is not claimed, and that is said', async () => {
    const ada = await reader('Ada Reader');
    says(ada, 'claimed');
    await until(ada, 'absent');
    expect(words(ada)).toContain('the site has no reading task');
    // Of another patient with the same number, and of a step that is no reading: none of them is taken.
    peer.add('2.25.1', accession, { '00100020': { vr: 'LO', Value: ['somebody else'] } });
    const verify = { '00080100': { vr: 'SH', Value: ['110007'] }, '00080102': { vr: 'SH', Value: ['DCM'] } };
    peer.add('2.25.2', accession, { '00404018': { vr: 'SQ', Value: [verify] } });
    ada.claims.flush();
    await ada.claims.settled();
    expect(ada.claims.of(STUDY)?.state).toBe('absent');
    peer.tasks.clear();
    peer.add(TASK, accession);
    peer.cancel(TASK);
    await until(ada, 'ended');
    expect(words(ada)).toBe('could not be claimed: the site ended its reading task');
    peer.add('2.25.79', accession);
    await until(ada, 'held');
    // The site's own people end it while it is read.
    const task = peer.tasks.get('2.25.79');
    if (task !== undefined) task.state = 'CANCELED';
    await until(ada, 'ended');
    const trail = ada.desk.store.index
      .prepare<[], string>("SELECT detail FROM audit WHERE command = 'claim.step' ORDER BY seq")
      .pluck()
      .all()
      .map((detail) => (JSON.parse(detail) as { to: string }).to);
    expect(trail).toEqual(['absent', 'ended', 'asked', 'held', 'ended']);
  });
});

/** Claimed, and read, with the station started anew after each loss. */
async function walk(cut: (request: string, n: number) => Cut): Promise<{ changes: string[]; asked: number }> {
  const own = readers.at(-1) ?? (await reader('Ada Reader'));
  peer.tasks.clear();
  for (const list of [peer.asked, peer.changes]) list.length = 0;
  own.desk.store.index.prepare('DELETE FROM site_claim').run();
  peer.add(TASK, accession);
  let lost = false;
  peer.cut = (request, n) => {
    const now = lost ? null : cut(request, n);
    lost ||= now !== null;
    return now;
  };
  const restart = async (): Promise<void> => {
    if (!lost) return;
    await own.claims.close();
    own.claims = begin(own);
  };
  says(own, 'claimed');
  await until(own, 'held').finally(restart);
  await restart();
  says(own, 'read');
  await until(own, 'completed');
  return { changes: [...peer.changes], asked: peer.asked.length };
}
