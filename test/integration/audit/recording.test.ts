import { describe, expect, it } from 'vitest';
import { BreakGlass } from '../../../electron/station/access/audit/break-glass.ts';
import { ProgramLife } from '../../../electron/station/access/audit/program-life.ts';
import { Recorder } from '../../../electron/station/access/audit/recorder.ts';
import { searchTrail } from '../../../electron/station/access/audit/search.ts';
import { AppError } from '../../../shared/errors/app-error.ts';
import { PersonId, StudyId } from '../../../shared/model/ids.ts';
import { codeThrown } from '../../helpers/app-errors.ts';
import { idOf } from '../../helpers/report-document.ts';
import { STUDY } from '../report/reporting-fixture.ts';
import { act, auditDesk, quiet } from './audit-fixture.ts';
import type { AuditDesk } from './audit-fixture.ts';

const NO_FILTER = { personId: null, command: null, subject: null, from: null, to: null };
const OTHER = PersonId.parse(idOf('other'));

const commandsOf = ({ store }: AuditDesk): readonly string[] =>
  store.index.prepare<[], string>('SELECT command FROM audit ORDER BY seq').pluck().all();

describe('what changes nothing is in the trail too', () => {
  it('each opening of a study, and a preview once in ten minutes', async () => {
    const desk = await auditDesk();
    const { recorder } = desk.audit;
    await recorder.opened(STUDY);
    await recorder.opened(STUDY);
    await recorder.previewed(STUDY);
    await recorder.previewed(STUDY);
    desk.clock.now = new Date(Date.parse(desk.clock.now) + 11 * 60_000).toISOString();
    await recorder.previewed(STUDY);
    const told = commandsOf(desk).filter((command) => command.startsWith('study.'));
    expect(told).toEqual(['study.open', 'study.open', 'study.preview', 'study.preview']);
  });

  it('an opening on a full disk does not keep the reader waiting, and is written down later with its time', async () => {
    const desk = await auditDesk();
    const { commands, personId } = desk.store;
    let full = true;
    const recorder = new Recorder({
      // A disk that is full for a while: the real one would have to be filled.
      commands: {
        run: (command, work) => commands.run(command, work),
        runInBackground: (command, work) =>
          full ? Promise.reject(new AppError('disk/full', 'full')) : commands.runInBackground(command, work),
      },
      ...{ clock: desk.clock, personId, log: quiet },
    });
    await recorder.opened(STUDY);
    expect(commandsOf(desk)).not.toContain('study.open');
    full = false;
    await recorder.opened(STUDY);
    const details = desk.store.index
      .prepare<[], string>("SELECT detail FROM audit WHERE command = 'study.open' ORDER BY seq")
      .pluck()
      .all()
      .map((text) => JSON.parse(text) as unknown);
    expect(details).toEqual([{ late: desk.clock.now }, {}]);
  });

  it('the start of a program once, though a store is opened many times, and its end', async () => {
    const desk = await auditDesk();
    const life = new ProgramLife('2026-03-01T08:00:00.000Z');
    let starts = 0;
    life.once(() => (starts += 1));
    life.once(() => (starts += 1));
    expect(starts).toBe(1);
    expect(
      codeThrown(() =>
        new ProgramLife('x').once(() => {
          throw new AppError('disk/full', 'full');
        }),
      ),
    ).toBe('disk/full');
    desk.audit.start();
    desk.audit.stopping();
    expect(commandsOf(desk).filter((command) => command.startsWith('station.'))).toEqual([
      'station.start',
      'station.stop',
    ]);
  });
});

describe('a search of the trail', () => {
  it('fits person, act, subject and time, gives pages, and is recorded once', async () => {
    const desk = await auditDesk();
    act(desk, 30);
    await desk.audit.recorder.opened(STUDY);
    const before = commandsOf(desk).length;
    const first = desk.audit.search({ filter: { ...NO_FILTER, command: 'store.backup' }, before: null, limit: 20 });
    expect([first.total, first.records.length]).toEqual([30, 20]);
    const last = first.records.at(-1)?.seq ?? 0;
    const next = desk.audit.search({ filter: { ...NO_FILTER, command: 'store.backup' }, before: last, limit: 20 });
    expect(next.records).toHaveLength(10);
    expect(commandsOf(desk).length - before).toBe(1);
    const about = searchTrail(desk.store.index, { filter: { ...NO_FILTER, subject: STUDY }, before: null, limit: 5 });
    expect(about.records.map(({ command, personName }) => [command, personName])).toEqual([
      ['study.open', 'Ada Reader'],
    ]);
    const late = { ...NO_FILTER, from: '2999-01-01T00:00:00.000Z' };
    expect(searchTrail(desk.store.index, { filter: late, before: null, limit: 5 }).total).toBe(0);
    const other = { ...NO_FILTER, personId: OTHER };
    expect(searchTrail(desk.store.index, { filter: other, before: null, limit: 5 }).total).toBe(0);
    expect(first.commands).toContain('study.open');
  });

  it('takes a filter as a value, never as a part of the question', async () => {
    const { store } = await auditDesk();
    const filter = { ...NO_FILTER, command: "x' OR 1=1 --", subject: '%' };
    expect(searchTrail(store.index, { filter, before: null, limit: 5 }).total).toBe(0);
  });
});

describe('emergency access', () => {
  it('needs a study that is here and a reason, holds for a shift, and its words stay out of the trail', async () => {
    const desk = await auditDesk();
    const { breakGlass } = desk.audit;
    expect(codeThrown(() => breakGlass.begin(StudyId.parse(idOf('none')), 'emergency', 'x'))).toBe(
      'archive/unknown-study',
    );
    expect(codeThrown(() => breakGlass.begin(STUDY, 'emergency', '  '))).toBe('request/bad');
    expect(breakGlass.holds(STUDY)).toBe(false);
    const grant = breakGlass.begin(STUDY, 'emergency', 'Jane Doe bleeds, nobody else here');
    expect(breakGlass.holds(STUDY)).toBe(true);
    const trail = desk.store.index.prepare('SELECT group_concat(detail) FROM audit').pluck().get();
    expect(String(trail)).not.toContain('Jane');
    expect(grant).toMatchObject({ studyId: STUDY, personName: 'Ada Reader', reviewedAt: null, endedAt: null });
    desk.clock.now = new Date(Date.parse(desk.clock.now) + 13 * 3600_000).toISOString();
    expect(breakGlass.holds(STUDY)).toBe(false);
    desk.clock.now = '1999-01-01T00:00:00.000Z';
    expect(breakGlass.holds(STUDY)).toBe(false);
  });

  it('ends at the lock, for this reader only', async () => {
    const desk = await auditDesk();
    const { index, commands } = desk.store;
    const other = new BreakGlass({ index, commands, clock: desk.clock, personId: OTHER });
    desk.audit.breakGlass.begin(STUDY, 'covering', 'night');
    other.begin(STUDY, 'other', 'night too');
    desk.audit.breakGlass.endAll();
    expect([desk.audit.breakGlass.holds(STUDY), other.holds(STUDY)]).toEqual([false, true]);
    expect(commandsOf(desk).slice(-3)).toEqual(['access.breakGlass', 'access.breakGlass', 'access.breakGlassEnded']);
  });

  it('is reviewed by somebody else, once, and stands first on the list until then', async () => {
    const desk = await auditDesk();
    const { index, commands } = desk.store;
    const { breakGlass } = desk.audit;
    const other = new BreakGlass({ index, commands, clock: desk.clock, personId: OTHER });
    const reviewed = breakGlass.begin(STUDY, 'emergency', 'first');
    desk.clock.now = new Date(Date.parse(desk.clock.now) - 1000).toISOString();
    const waiting = breakGlass.begin(STUDY, 'emergency', 'second');
    expect(codeThrown(() => breakGlass.review(reviewed.grantId, 'justified', ''))).toBe('audit/own-access');
    expect(other.review(reviewed.grantId, 'not-justified', 'was on call')).toMatchObject({
      ...{ verdict: 'not-justified', note: 'was on call', reviewedBy: OTHER },
    });
    expect(codeThrown(() => other.review(reviewed.grantId, 'justified', ''))).toBe('request/bad');
    expect(breakGlass.list().map(({ grantId }) => grantId)).toEqual([waiting.grantId, reviewed.grantId]);
  });
});
