import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ReportSession } from '../../../../renderer/reporting/report-session.ts';
import { AppError } from '../../../../shared/errors/app-error.ts';
import { PersonId, ReportId, StudyId } from '../../../../shared/model/ids.ts';
import { ReportContent } from '../../../../shared/model/report.ts';
import type { Report } from '../../../../shared/model/report.ts';
import { paragraphsOf } from '../../../../shared/report/plain-text.ts';
import { codeRejected } from '../../../helpers/app-errors.ts';
import { contentWith, idOf, templateFile } from '../../../helpers/report-document.ts';
import { FakeStation } from '../helpers/fake-station.ts';

const studyId = StudyId.parse(idOf('study'));
const template = templateFile('general');
const draft: Report = {
  reportId: ReportId.parse(idOf('report')),
  studyId,
  templateId: 'general',
  templateName: 'General',
  template,
  state: 'draft',
  content: contentWith(template, { findings: 'Begun.' }),
  predecessor: null,
  author: PersonId.parse(idOf('person')),
  createdAt: '2026-03-01T00:00:00.000Z',
  savedAt: '2026-03-01T00:00:00.000Z',
  revision: 1,
  signed: null,
};

interface World {
  held: Report;
  /** broken: keeps what it is given and never answers. dead: does neither. */
  mode: 'good' | 'broken' | 'dead';
  readonly link: FakeStation;
}

/** What the station does with drafts: keeps one, checks the revision. */
function station(): World {
  const state: Omit<World, 'link'> = { held: draft, mode: 'good' };
  const link = new FakeStation({
    'report.templates': () => ({ templates: [template] }),
    'report.forStudy': () => ({ reports: [state.held] }),
    'calculators.list': () => ({ calculators: [] }),
    'report.save': ({ revision, content }) => {
      if (state.mode === 'dead') throw new AppError('process/died', 'the station ended');
      if (revision !== state.held.revision) throw new AppError('reading/conflict', 'older');
      state.held = { ...state.held, content: ReportContent.parse(content), revision: revision + 1 };
      if (state.mode === 'broken') throw new AppError('process/died', 'the station ended');
      return { savedAt: '2026-03-01T02:09:41.000Z', revision: revision + 1 };
    },
  });
  return Object.assign(state, { link });
}

const typing =
  (text: string) =>
  (content: ReportContent): ReportContent => ({
    sections: content.sections.map((section) =>
      section.sectionId === 'findings' ? { ...section, paragraphs: paragraphsOf(text) } : section,
    ),
  });
const findings = (content: ReportContent | undefined): string | undefined =>
  content?.sections.find((section) => section.sectionId === 'findings')?.paragraphs[0]?.[0]?.text;

// Fake time: the pauses are what is under test.
beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

async function opened(world: World): Promise<{ session: ReportSession; stop: () => void }> {
  const session = new ReportSession(world.link, studyId);
  const stop = session.start();
  await vi.advanceTimersByTimeAsync(0);
  return { session, stop };
}
const saves = (world: World): number => world.link.asked.filter(({ name }) => name === 'report.save').length;

describe('typing without a pause', () => {
  it('is journalled all the same, so that a killed window loses less than a second', async () => {
    const world = station();
    const session = new ReportSession(world.link, studyId);
    const stop = session.start();
    await vi.advanceTimersByTimeAsync(0);
    for (let letters = 1; letters <= 100; letters += 1) {
      session.edit(typing('x'.repeat(letters)));
      await vi.advanceTimersByTimeAsync(50);
      // 50 ms a letter: what is missing was typed in the last 0.6 s.
      if (letters > 12) expect((findings(world.held.content) ?? '').length).toBeGreaterThanOrEqual(letters - 12);
    }
    stop();
  });
});

describe('a draft in the window', () => {
  it('opens the draft of the study and is written 250 ms after the last key, once', async () => {
    const world = station();
    const { session, stop } = await opened(world);
    expect(session.view.getState().shown?.reportId).toBe(draft.reportId);
    session.edit(typing('a'));
    await vi.advanceTimersByTimeAsync(200);
    session.edit(typing('ab'));
    await vi.advanceTimersByTimeAsync(249);
    expect(saves(world)).toBe(0);
    await vi.advanceTimersByTimeAsync(1);
    expect(saves(world)).toBe(1);
    expect(findings(world.held.content)).toBe('ab');
    expect(session.view.getState()).toMatchObject({ saving: 'saved', savedAt: '2026-03-01T02:09:41.000Z' });
    stop();
    expect(world.link.listening).toBe(0);
  });

  it('is kept while the station is away, and written when it is back', async () => {
    const world = station();
    const { session, stop } = await opened(world);
    world.mode = 'dead';
    session.edit(typing('kept'));
    await vi.advanceTimersByTimeAsync(250);
    expect(session.view.getState().saving).toBe('failed');
    world.mode = 'good';
    await vi.advanceTimersByTimeAsync(2000);
    expect(session.view.getState().saving).toBe('saved');
    expect(findings(world.held.content)).toBe('kept');
    stop();
  });

  it('goes on after a write that worked but was never answered', async () => {
    const world = station();
    const { session, stop } = await opened(world);
    world.mode = 'broken';
    session.edit(typing('once'));
    await vi.advanceTimersByTimeAsync(250);
    world.mode = 'good';
    session.edit(typing('once and more'));
    await vi.advanceTimersByTimeAsync(250);
    expect(session.view.getState().saving).toBe('saved');
    expect(findings(world.held.content)).toBe('once and more');
    stop();
  });

  it('stops at a text from another place and keeps what was typed here', async () => {
    const world = station();
    const { session, stop } = await opened(world);
    world.held = { ...world.held, content: typing('theirs')(draft.content), revision: 9 };
    session.edit(typing('mine'));
    await vi.advanceTimersByTimeAsync(250);
    expect(session.view.getState().saving).toBe('conflict');
    expect(findings(session.view.getState().content ?? undefined)).toBe('mine');
    expect(findings(world.held.content)).toBe('theirs');
    expect(await codeRejected(session.check())).toBe('reading/conflict');
    await session.reload();
    expect(findings(session.view.getState().content ?? undefined)).toBe('theirs');
    stop();
  });

  it('writes the last words when the pane closes', async () => {
    const world = station();
    const { session, stop } = await opened(world);
    session.edit(typing('last words'));
    stop();
    await vi.advanceTimersByTimeAsync(0);
    expect(findings(world.held.content)).toBe('last words');
  });
});

describe('a signed report on screen', () => {
  it('is said to be over fewer images than are here as soon as they come, without being opened again', async () => {
    const world = station();
    const facts = {
      by: draft.author,
      byName: 'Dr. Ada Reader',
      at: draft.savedAt,
      zone: '+01:00',
      hash: '0'.repeat(64),
    };
    const signed = { ...facts, objectsReceived: 9, objectsExpected: null, measurements: [] };
    world.held = { ...draft, state: 'final', revision: 0, signed };
    const { session, stop } = await opened(world);
    const shown = (): Report | null => session.view.getState().shown;
    if (shown() === null) throw new Error('nothing on screen');
    expect(shown()?.signed?.changed).toBeUndefined();
    const changed = { then: 9, now: 11, of: ['ACC8101'] };
    world.held = { ...world.held, signed: { ...signed, changed } };
    world.link.emit('report.changed', { studyId, reportId: draft.reportId });
    await vi.advanceTimersByTimeAsync(0);
    expect(shown()?.signed?.changed).toEqual(changed);
    stop();
  });
});
