import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { verbs } from '../../../electron/cli/verbs/index.ts';
import { answer, PASSPHRASE } from '../../faults/store/station-fixture.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { runCliHere } from '../helpers/run-cli.ts';
import { as, drawn, HIDDEN, practice, READ, UIDS } from './practice.ts';

/** Who works here is known to everybody who does. */
const PLANTED = [...HIDDEN, ...UIDS, 'A critplant'].filter((one) => one !== 'Ada Reader');
/** They open no store of the person, or ask for a store that is not this one. */
const NO_STORE = new Set(['restore']);
const STUDY = ['--study', '1.2.826.77.1'];

/** Words that fit, so that nothing is refused for its words: at least one line of every verb. */
function lines(out: string, reviewId: string, reportId: string): readonly (readonly string[])[] {
  return [
    ...[
      ['studies'],
      ['studies', '--search', 'vanterp'],
      ['series', ...STUDY],
      ['instances', '--series', '1.2.826.77.2'],
    ],
    ...[
      ['frame', '--sop', '1.2.826.77.3.1'],
      ['frame', '--every', '--lines'],
      ['lesions', ...STUDY],
    ],
    ['measure', '--sop', '1.2.826.77.3.1', '--tool', 'probe', '--points', '1,1'],
    ['calcium', '--series', '1.2.826.77.2', 'LM,1.2.826.77.3.1,1,1'],
    ...[
      ['hanging', 'list'],
      ['hanging', 'explain', ...STUDY],
      ['hanging', 'dry-run'],
    ],
    ...[
      ['report', 'list', ...STUDY],
      ['report', 'search', 'nodule'],
      ['report', 'priors', ...STUDY],
    ],
    ...[
      ['report', 'templates', ...STUDY],
      ['report', 'claims'],
      ['report', 'claim', ...STUDY],
      ['report', 'key'],
    ],
    ...[
      ['report', 'seen-map', '--report', reportId],
      ['report', 'verify', '--report', reportId],
    ],
    ['report', 'export', '--report', reportId, '--format', 'text', '--out', path.join(out, 'report')],
    ...[
      ['report', 'followup', 'list'],
      ['report', 'macro', 'list'],
      ['report', 'template', 'list'],
    ],
    ...[
      ['outbox', 'list'],
      ['outbox', 'list', '--unsent'],
      ['outbox', 'flush', '--seconds', '1'],
    ],
    ...[
      ['source', 'list'],
      ['prefetch', 'plan'],
      ['prefetch', 'settings'],
      ['imaging-orders', 'list'],
    ],
    ...[
      ['audit', 'verify'],
      ['audit', 'list'],
      ['audit', 'export', '--out', path.join(out, 'trail')],
    ],
    ['audit', 'bundle', '--report', reportId, '--out', path.join(out, 'bundle')],
    ['audit', 'break-glass', ...STUDY, '--code', 'other', '--reason', 'to look'],
    ['export-object', ...STUDY, '--measurements', '--out', path.join(out, 'objects')],
    ['export-object', '--sop', '1.2.826.77.3.1', '--out', path.join(out, 'object')],
    ...[['import', out], ['backup', '--to', path.join(out, 'backup')], ['verify'], ['doctor'], ['check-station']],
    ...[
      ['people', 'list'],
      ['profile', 'show'],
      ['order', 'show'],
      ['sign-in', 'state'],
      ['calculate', 'list'],
    ],
    ...[
      ['move', 'status'],
      ['retention', 'preview'],
      ['keys', 'slots'],
      ['serve-receiver', '--seconds', '1'],
    ],
    ...[
      ['forget', ...STUDY],
      ['restore', '--from', out],
    ],
    ...[
      ['review', 'list'],
      ['review', 'show', '--case', reviewId],
      ['review', 'pool'],
      ['review', 'readers'],
    ],
    ...[
      ['review', 'programmes'],
      ['review', 'packages'],
      ['review', 'key'],
    ],
  ];
}

it('no command tells who reads blind whose case it is or what was said of it; after the lock they do', async () => {
  const { station, people, studyId } = await practice(async (at, id) => {
    const communication = { studyId: id, reportId: null, category: 3, finding: 'A critplant' };
    await answer(at, 'communication.open', communication);
  });
  const roles = ['reader', 'reviewer', 'coordinator'];
  await answer(station, 'people.setRoles', { personId: people.ben, roles, proof: PASSPHRASE });
  await as(station, people.cora);
  const { reviewId } = await drawn(station);
  await as(station, people.ben);
  await answer(station, 'review.open', { reviewId });
  await answer(station, 'review.saveRead', { reviewId, read: READ });
  const { index } = station.access.requireStore();
  const reportId = index
    .prepare<[string], string>('SELECT report_id FROM report WHERE study_id = ?')
    .pluck()
    .get(studyId);
  const data = station.options.dataDir;
  await station.close();
  const out = await tempDir();
  const all = lines(out, reviewId, reportId ?? '');
  expect(new Set(all.map(([verb]) => verb))).toEqual(new Set(verbs.map(({ name }) => name)));
  const run = async (words: readonly string[]): Promise<{ readonly code: number | null; readonly text: string }> => {
    const at = NO_STORE.has(words[0] ?? '') ? path.join(out, 'restored') : data;
    const { code, stdout, stderr } = await runCliHere([...words, '--reader', 'Ben Reviewer', '--data', at]);
    expect(code, `${words.join(' ')}: ${stderr}`).not.toBe(2);
    return { code, text: `${stdout}\n${stderr}` };
  };
  const told: string[] = [];
  const search = (what: string, text: string): void => {
    told.push(...PLANTED.filter((one) => text.includes(one)).map((one) => `${one} in ${what}`));
  };
  for (const words of all) search(words.join(' ').replace('1.2.826.77', ''), (await run(words)).text);
  mkdirSync(out, { recursive: true });
  for (const entry of readdirSync(out, { recursive: true, withFileTypes: true }))
    if (entry.isFile()) search(entry.name, readFileSync(path.join(entry.parentPath, entry.name), 'latin1'));
  expect(told).toEqual([]);
  expect((await run(['studies'])).text).toContain('review/blind');
  expect((await run(['review', 'list'])).text).toContain('CASE-');

  expect((await run(['review', 'lock', '--case', reviewId, '--text', 'A nodule.'])).code).toBe(0);
  search('studies', (await run(['studies'])).text);
  search('reports', (await run(['report', 'search', 'nodule'])).text);
  for (const one of ['VANTERPOOL', 'ACC-9931', 'cavitating', UIDS[0] ?? '']) expect(told.join()).toContain(one);
}, 300_000);
