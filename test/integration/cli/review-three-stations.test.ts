import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { ctImage, element } from '../../helpers/dicom-builder.ts';
import { makeCheapStore } from '../../faults/ingest/cheap-store.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import type { Response } from '../../../shared/contract/index.ts';
import { Programme } from '../../../shared/model/review/programme.ts';
import { answer, newStation } from '../../faults/store/station-fixture.ts';
import { PASSPHRASE, runCliHere } from '../helpers/run-cli.ts';
import type { Station } from '../../../electron/station/station.ts';
import type { StudyId } from '../../../shared/model/ids.ts';
import type { Report } from '../../../shared/model/report.ts';
import { paragraphsOf } from '../../../shared/report/plain-text.ts';

const CORA = 'a third horse battery';
const UIDS = ['1.2.826.77.1', '1.2.826.77.2', '1.2.826.77.3'];
const SECRET = ['VANTERPOOL', 'Q-771', 'Penhaligon', 'North General', 'cavitating'];

interface Desk {
  readonly run: (...words: readonly string[]) => Promise<Record<string, unknown>>;
  readonly fails: (...words: readonly string[]) => Promise<string>;
}

/** A store of its own folder, and a person in it. */
function deskAt(dir: string, passphrase: string | null): Desk {
  const env = passphrase === null ? {} : { NIGHTJAR_PASSPHRASE: passphrase };
  const once = async (words: readonly string[]): Promise<Record<string, unknown>> => {
    const { documents, stderr } = await runCliHere([...words, '--data', dir], env);
    expect(documents, stderr).toHaveLength(1);
    return documents[0] as Record<string, unknown>;
  };
  return {
    async run(...words) {
      const document = await once(words);
      expect(document['error'], words.join(' ')).toBeUndefined();
      return document;
    },
    async fails(...words) {
      const { error } = (await once(words)) as { error?: { code: string } };
      return error?.code ?? 'done';
    },
  };
}

const row = (document: Record<string, unknown>, key: string): Record<string, string>[] =>
  document[key] as Record<string, string>[];
const only = <T>(all: readonly T[]): T => {
  expect(all).toHaveLength(1);
  return all[0] as T;
};

/** Sends all that waits for somebody, and gives the files. */
async function packed(from: Desk, verb: 'send' | 'answer', to: string, out: string): Promise<string[]> {
  const sent = row(await from.run('review', verb, '--to', to, '--out', out), 'sent');
  return sent.map((one) => String(one['file']));
}

async function enrolled(here: Desk, there: Desk, name: string, site: string): Promise<void> {
  const { card, fingerprint } = await there.run('review', 'key');
  await here.run(
    ...['review', 'enrol', '--name', name, '--site', site, '--card', String(card)],
    ...['--fingerprint', String(fingerprint).toLowerCase().replaceAll('-', ' ')],
  );
}

it('three cases by two reviewers of other stations, from the draw to figures and the file of the registry', async () => {
  const folder = await tempDir();
  const stick = await tempDir();
  for (const name of ['cora', 'ben', 'dora']) await makeCheapStore(path.join(folder, name));
  const ben = deskAt(path.join(folder, 'ben'), null);
  const dora = deskAt(path.join(folder, 'dora'), null);
  await practice(path.join(folder, 'cora'), folder);
  const cora = deskAt(path.join(folder, 'cora'), CORA);

  await enrolled(cora, ben, 'Ben', 'South');
  await enrolled(cora, dora, 'Dora', 'West');
  await enrolled(ben, cora, 'Cora', 'North');
  await enrolled(dora, cora, 'Cora', 'North');

  // Two for Ben, one for Dora.
  const drawn = await cora.run('review', 'draw', '--kind', 'radpeer', '--reviewer', 'Ben, South', '--count', '2');
  const other = await cora.run('review', 'draw', '--kind', 'radpeer', '--reviewer', 'Dora, West', '--count', '1');
  const [first = '', second = ''] = row(drawn, 'cases').map((one) => one['caseId'] ?? '');
  const third = only(row(other, 'cases'))['caseId'] ?? '';

  const toBen = only(await packed(cora, 'send', 'Ben', stick));
  const toDora = only(await packed(cora, 'send', 'Dora', stick));
  for (const name of readdirSync(stick)) expect(name).toMatch(/^review-[0-9a-f]{10}\.njreview$/);
  for (const file of [toBen, toDora]) {
    const text = readFileSync(file).toString('latin1');
    for (const secret of [...SECRET, ...UIDS]) expect(text).not.toContain(secret);
  }
  expect(await cora.run('review', 'send', '--to', 'Ben', '--out', stick)).toEqual({ sent: [] });
  expect(await dora.fails('review', 'take', '--file', toBen)).toBe('package/other-recipient');
  expect(await ben.run('review', 'take', '--file', toBen)).toMatchObject({ kind: 'cases', isNew: true, taken: 2 });
  expect(await ben.run('review', 'take', '--file', toBen)).toMatchObject({ isNew: false, taken: 0 });
  await dora.run('review', 'take', '--file', toDora);

  // Blind: on no list, and without a report.
  expect(await ben.run('studies')).toMatchObject({ studies: [] });
  const list = row(await ben.run('review', 'list'), 'cases');
  expect(list.map((one) => one['reviewId']).sort()).toEqual([first, second].sort());
  expect(list[0]).toMatchObject({ role: 'reviewer', state: 'drawn', pixels: true });
  expect(JSON.stringify([list, await ben.run('review', 'show', '--case', first)])).not.toMatch(
    new RegExp([...SECRET, ...UIDS.map((uid) => uid.replaceAll('.', '\\.'))].join('|')),
  );
  await ben.run('review', 'lock', '--case', first, '--text', 'A nodule of 6 mm in the right upper lobe.');
  await ben.run('review', 'lock', '--case', second, '--text', 'Clear lungs.');
  await dora.run('review', 'lock', '--case', third, '--text', 'Clear lungs.');
  expect(await ben.fails('review', 'reveal', '--case', first)).toBe('review/not-revealed-yet');
  expect(await ben.fails('review', 'unblind', '--case', first, '--reason', 'curious')).toBe('review/elsewhere');

  const locked = only(await packed(ben, 'answer', 'Cora', stick));
  const lockedByDora = only(await packed(dora, 'answer', 'Cora', stick));
  expect(await cora.run('review', 'take', '--file', locked)).toMatchObject({ kind: 'answers', taken: 2 });
  await cora.run('review', 'take', '--file', lockedByDora);
  expect(await cora.run('review', 'show', '--case', first)).toMatchObject({ row: { state: 'locked' } });

  const revealed = only(await packed(cora, 'send', 'Ben', stick));
  const revealedToDora = only(await packed(cora, 'send', 'Dora', stick));
  expect(await ben.run('review', 'take', '--file', revealed)).toMatchObject({ kind: 'reveals', taken: 2 });
  await dora.run('review', 'take', '--file', revealedToDora);
  for (const [who, id] of [
    [ben, first],
    [ben, second],
    [dora, third],
  ] as const) {
    const seen = await who.run('review', 'reveal', '--case', id);
    expect(seen).toMatchObject({ row: { state: 'revealed' }, report: { sections: expect.any(Array) } });
    expect(JSON.stringify(seen)).toContain('cavitating');
    expect(JSON.stringify(seen)).not.toContain('VANTERPOOL');
  }
  await ben.run('review', 'score', '--case', first, '--score', '3a', '--comment', 'Missed.');
  await ben.run('review', 'score', '--case', second, '--score', '1');
  await dora.run('review', 'score', '--case', third, '--score', '1');
  const scored = only(await packed(ben, 'answer', 'Cora', stick));
  const scoredByDora = only(await packed(dora, 'answer', 'Cora', stick));
  expect(await cora.run('review', 'take', '--file', scored)).toMatchObject({ taken: 2, known: 0 });
  // Twice is once, and so is what was received before.
  expect(await cora.run('review', 'take', '--file', scored)).toMatchObject({ isNew: false });
  expect(await cora.run('review', 'take', '--file', locked)).toMatchObject({ isNew: false });
  await cora.run('review', 'take', '--file', scoredByDora);

  // The second opinion is blind to the first.
  await cora.run('review', 'arbitrate', '--case', first, '--reviewer', 'Dora, West');
  const opinion = only(await packed(cora, 'send', 'Dora', stick));
  expect(await dora.run('review', 'take', '--file', opinion)).toMatchObject({ kind: 'cases', taken: 1 });
  const asked = await dora.run('review', 'show', '--case', first);
  expect(asked).toMatchObject({ row: { role: 'second', moves: ['opine'] }, read: null, scoring: null });
  expect(JSON.stringify(asked)).not.toMatch(/"3a"|Missed|6 mm/);
  await dora.run('review', 'arbitrate', '--case', first, '--score', '3a', '--comment', 'It is there.');
  const opined = only(await packed(dora, 'answer', 'Cora', stick));
  await cora.run('review', 'take', '--file', opined);
  await cora.run('review', 'arbitrate', '--case', first, '--score', '3a');
  for (const id of [second, third]) await cora.run('review', 'agree', '--case', id);

  const bens = await cora.run('review', 'figures', '--programme', String(drawn['programmeId']));
  expect(bens).toMatchObject({ volume: { drawn: 2, open: 0, settled: 2 } });
  expect(await cora.run('review', 'show', '--case', first)).toMatchObject({ score: '3a', outcome: 'upheld' });

  // The registry's file, as it was written, read by the test.
  const programmeId = String(drawn['programmeId']);
  await inGroup(path.join(folder, 'cora'), programmeId);
  const numbers = path.join(folder, 'numbers.json');
  writeFileSync(numbers, JSON.stringify({ 'Test reader': '1001' }));
  const csv = path.join(stick, 'registry.csv');
  const exported = ['--format', 'radpeer', '--numbers', numbers, '--out', csv];
  expect(await cora.run('review', 'export', '--programme', programmeId, ...exported)).toMatchObject({
    rows: 2,
    waiting: 0,
  });
  const lines = readFileSync(csv, 'utf8').trim().split(/\r?\n/);
  expect(lines).toHaveLength(3);
  expect(lines.filter((line) => line.includes('3a'))).toHaveLength(1);
  expect(lines.slice(1).every((line) => line.includes('4711') && line.includes('1001'))).toBe(true);
  for (const secret of [...SECRET, ...UIDS, first, second]) expect(lines.join('\n')).not.toContain(secret);
}, 300_000);

/** Three studies that their reader has reported on, and a coordinator. */
async function practice(dir: string, folder: string): Promise<void> {
  const station = newStation(dir);
  try {
    const { people } = await answer<Response<'access.state'>>(station, 'access.state', {});
    await answer(station, 'access.unlock', { personId: people[0]?.personId, passphrase: PASSPHRASE });
    const files = path.join(folder, 'files');
    mkdirSync(files);
    for (const uid of UIDS) writeFileSync(path.join(files, uid), imageOf(uid));
    const { jobs } = station.access.requireStore();
    await jobs.wait(station.rooms.startImport({ paths: [files], site: 'North' }));
    for (const { studyId } of station.rooms.worklist.list('').rows) await signed(station, studyId);
    const cora = { name: 'Cora', roles: ['coordinator'], passphrase: CORA, proof: PASSPHRASE };
    await answer(station, 'people.add', cora);
  } finally {
    await station.close();
  }
}

async function signed(station: Station, studyId: StudyId): Promise<void> {
  const report = await answer<Report>(station, 'report.create', { studyId, templateId: 'general' });
  const text = 'A cavitating nodule of Mrs Vanterpool.';
  const sections = report.content.sections.map((section) =>
    ['findings', 'impression'].includes(section.sectionId) ? { ...section, paragraphs: paragraphsOf(text) } : section,
  );
  const { reportId, revision } = report;
  await answer(station, 'report.save', { reportId, revision, content: { ...report.content, sections } });
  const { findings } = await answer<Response<'report.check'>>(station, 'report.check', { reportId });
  const acknowledged = findings.map(({ code }) => code);
  await answer(station, 'report.sign', { reportId, acknowledged, zone: '+00:00' });
}

/** The next version of the programme: of a group that the registry knows. */
async function inGroup(dir: string, programmeId: string): Promise<void> {
  const station = newStation(dir);
  try {
    const { people } = await answer<Response<'access.state'>>(station, 'access.state', {});
    const cora = people.find(({ name }) => name === 'Cora');
    await answer(station, 'access.unlock', { personId: cora?.personId, passphrase: CORA });
    const { programmes } = await answer<Response<'review.programmes'>>(station, 'review.programmes', {});
    const found = programmes.find((one) => one.programmeId === programmeId);
    const { format: _format, programmeId: _id, version: _version, ...content } = found ?? Programme.parse({});
    await answer(station, 'review.saveProgramme', { programmeId, content: { ...content, groupId: '4711' } });
  } finally {
    await station.close();
  }
}

function imageOf(uid: string): Uint8Array {
  return ctImage([
    element(0x00080018, 'UI', `${uid}.9`),
    element(0x00081030, 'LO', 'CT chest'),
    element(0x00080080, 'LO', 'North General'),
    element(0x00080090, 'PN', 'Dr Penhaligon'),
    element(0x00100010, 'PN', 'VANTERPOOL^ELOISE'),
    element(0x00100020, 'LO', 'Q-771'),
    element(0x00180015, 'CS', 'CHEST'),
    element(0x0020000d, 'UI', uid),
    element(0x0020000e, 'UI', `${uid}.1`),
    element(0x00200032, 'DS', '0\\0\\0'),
    element(0x00200037, 'DS', '1\\0\\0\\0\\1\\0'),
    element(0x00280030, 'DS', '1\\1'),
  ]);
}
