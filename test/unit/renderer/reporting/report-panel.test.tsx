// @vitest-environment jsdom
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createReportLinks, ReportPanel } from '../../../../renderer/reporting/index.ts';
import { FileToken } from '../../../../shared/contract/file-token.ts';
import { AppError } from '../../../../shared/errors/app-error.ts';
import { ObjectId, PersonId, ReportId, StudyId } from '../../../../shared/model/ids.ts';
import type { Response } from '../../../../shared/contract/index.ts';
import { ReportContent } from '../../../../shared/model/report.ts';
import type { CheckFinding, Report } from '../../../../shared/model/report.ts';
import type { PriorReportText } from '../../../../shared/model/prior-report.ts';
import type { ProgramDraft } from '../../../../shared/model/program-draft.ts';
import { waitingPassages } from '../../../../shared/report/provenance.ts';
import { contentWith, idOf, templateFile } from '../../../helpers/report-document.ts';
import { mendDom, pressKey, show } from '../helpers/dom.tsx';
import type { Shown } from '../helpers/dom.tsx';
import { FakeStation } from '../helpers/fake-station.ts';

beforeAll(mendDom);
let shown: Shown | null = null;
afterEach(() => {
  shown?.end();
  shown = null;
});

const CHOSEN = FileToken.parse('c0'.repeat(32));
const studyId = StudyId.parse(idOf('study'));
const author = PersonId.parse(idOf('person'));
const template = templateFile('general');
const START: Report = {
  reportId: ReportId.parse(idOf('report')),
  studyId,
  templateId: 'general',
  templateName: 'General',
  template,
  state: 'draft',
  content: contentWith(template, { findings: 'Lungs are clear.', impression: 'Normal.' }),
  predecessor: null,
  author,
  createdAt: '2026-03-01T00:00:00.000Z',
  savedAt: '2026-03-01T00:00:00.000Z',
  revision: 1,
  signed: null,
};

const SIGNED: Report['signed'] = {
  by: author,
  byName: 'Ada Reader',
  at: '2026-03-01T02:15:00.000Z',
  zone: '+01:00',
  hash: 'cd',
  objectsReceived: 3,
  objectsExpected: null,
  measurements: [],
};

const PRIOR: PriorReportText = {
  ...{ priorReportId: 'p', origin: 'hl7', title: 'CT chest', date: '20250802', issuedAt: null, signer: 'Dr Gray' },
  ...{
    state: 'final',
    accession: null,
    studyId: null,
    objectId: null,
    doubts: [],
    versions: 0,
    hasPdf: false,
    cut: false,
  },
  sections: [
    { title: 'Findings', text: 'Nodule of 4.5 mm. No effusion.' },
    { title: 'Opinion', text: 'No change.' },
  ],
};

const DRAFTED: ProgramDraft = {
  ...{ objectId: ObjectId.parse(idOf('object')), title: 'Report', program: { name: 'Draft Writer', version: '1.0' } },
  sections: [
    { title: 'Findings', text: 'Nodule of 6 mm.\nNo effusion.' },
    { title: 'Conclusions', text: 'A nodule.' },
  ],
  work: { outcome: 'partly', failures: [] },
};

/** A station that knows one study and follows the main path. */
async function open(world: {
  report: Report | null;
  findings: CheckFinding[];
  onNext?: () => void;
  /** What takes the place of the preliminary report. */
  next?: Report;
  /** What its site says when it is asked. */
  site?: Response<'report.askSite'> | Promise<Response<'report.askSite'>>;
}) {
  const held = (): Report => {
    if (world.report === null) throw new AppError('report/unknown', 'none');
    return world.report;
  };
  let isTakenUp = false;
  const station = new FakeStation({
    'access.state': () => ({
      store: 'open',
      kind: 'evaluation',
      people: [],
      reader: { personId: author, name: 'Ada Reader', roles: ['reader'] },
      session: {
        policy: { longestIdleMinutes: 15, proofMinutes: 240 },
        idleMinutes: 15,
        fetchingHours: 8,
        provedAt: '2026-01-01T00:00:00.000Z',
      },
      signIn: null,
      recoveryConfirmed: true,
      movement: null,
      trouble: null,
    }),
    'report.templates': () => ({ templates: [template, templateFile('mr-brain')] }),
    'calculators.list': () => ({ calculators: [] }),
    'report.forStudy': () => ({
      reports: world.report === null ? [] : [world.report, ...(isTakenUp && world.next ? [world.next] : [])],
    }),
    'report.finalise': () => {
      isTakenUp = true;
      return world.next ?? held();
    },
    'report.create': () => (world.report = START),
    'report.check': () => ({ findings: world.findings }),
    'report.askSite': () => world.site ?? { asked: 'nobody', findings: world.findings },
    'report.sign': ({ zone }) =>
      (world.report = {
        ...held(),
        state: 'final',
        signed: {
          by: author,
          byName: 'Ada Reader',
          at: '2026-03-01T02:15:00.000Z',
          zone,
          hash: 'ab'.repeat(32),
          objectsReceived: 3,
          objectsExpected: 4,
          measurements: [],
        },
      }),
    'report.programDrafts': () => ({ drafts: [DRAFTED], unreadable: 1 }),
    'report.priorTexts': () => ({ reports: [PRIOR] }),
    'review.priorProgrammes': () => ({ programmes: [] }),
    'report.save': () => ({ savedAt: START.savedAt, revision: 2 }),
    'report.pdf': () => ({ jobId: null, ready: true }),
    'report.verify': () => ({ ok: true }),
    'app.chooseExport': () => ({ token: CHOSEN }),
    'report.export': () => ({ file: '/tmp/report.pdf', bytes: 3, sha256: '00' }),
  });
  shown = show(
    station,
    <ReportPanel
      studyId={studyId}
      links={createReportLinks()}
      {...(world.onNext === undefined ? {} : { onNext: world.onNext })}
    />,
  );
  await act(() => shown?.services.access.refresh());
  await screen.findByRole('region', { name: 'Report' });
  return { station };
}
const asked = (station: FakeStation, name: string): unknown[] =>
  station.asked.filter((entry) => entry.name === name).map((entry) => entry.request);

describe('the report pane', () => {
  it('offers templates, the best first, and begins a draft', async () => {
    const { station } = await open({ report: null, findings: [] });
    const named = (): Promise<HTMLElement[]> => screen.findAllByRole('button', { name: /General|MR brain/ });
    // What ranks behind the one for everything is there when it is asked for.
    expect((await named()).map((button) => button.textContent)).toEqual(['General']);
    fireEvent.click(screen.getByRole('button', { name: /^All 2 templates/ }));
    expect((await named()).map((button) => button.textContent)).toEqual(['General', 'MR brain']);
    fireEvent.change(screen.getByLabelText('Find a template'), { target: { value: 'brain' } });
    expect((await named()).map((button) => button.textContent)).toEqual(['MR brain']);
    fireEvent.change(screen.getByLabelText('Find a template'), { target: { value: '' } });
    await act(async () => void fireEvent.click(screen.getByRole('button', { name: 'General' })));
    expect(await screen.findByRole('textbox', { name: 'Findings' })).toBeDefined();
    expect(asked(station, 'report.create')).toEqual([{ studyId, templateId: 'general' }]);
  });

  it('gives the keys to the text of a draft that was begun: what is typed next is lost nowhere (the button that had them is gone)', async () => {
    await open({ report: null, findings: [] });
    const [first] = await screen.findAllByRole('button', { name: /General|MR brain/ });
    await act(async () => {
      first?.focus();
      fireEvent.click(first as HTMLElement);
    });
    const text = await screen.findByRole('textbox', { name: 'Findings' });
    await waitFor(() => expect(document.activeElement).toBe(text));
  });

  it('leaves the keys where the reader took them while the draft was begun', async () => {
    await open({ report: null, findings: [] });
    const image = document.body.appendChild(document.createElement('div'));
    image.dataset['scope'] = 'image';
    image.tabIndex = 0;
    const [first] = await screen.findAllByRole('button', { name: /General|MR brain/ });
    await act(async () => {
      fireEvent.click(first as HTMLElement);
      image.focus();
    });
    await screen.findByRole('textbox', { name: 'Findings' });
    await act(() => new Promise<void>((resolve) => requestAnimationFrame(() => resolve())));
    expect(document.activeElement).toBe(image);
    image.remove();
  });

  it('copies from the prior report sentence by sentence, each of them unaccepted for itself', async () => {
    const { station } = await open({ report: START, findings: [] });
    const text = await screen.findByRole('textbox', { name: 'Findings' });
    // The page of these tests cannot scroll an editor that has the keys.
    act(() => screen.getByRole('button', { name: /^Discard/ }).focus());
    const press = (key: string): Promise<void> => act(async () => pressKey(key, { altKey: true }));
    // The first press shows what there is to copy.
    await press('s');
    expect((await screen.findByText(/^1 of 3: /)).textContent).toBe('1 of 3: Nodule of 4.5 mm.');
    expect(text.querySelector('[data-kind="copied"]')).toBeNull();
    await press('s');
    await press('ArrowDown');
    await press('s');
    const copied = (): unknown[] => [...text.querySelectorAll('[data-kind="copied"]')].map((one) => one.textContent);
    expect(copied()).toEqual(['Nodule of 4.5 mm.', 'No change.']);
    expect(screen.getByText(/^3 of 3: /)).toBeDefined();
    await press('ArrowUp');
    expect(screen.getByText('2 of 3: No effusion.')).toBeDefined();
    await waitFor(() => expect(asked(station, 'report.save')).not.toEqual([]));
    const content = ReportContent.parse(Object(asked(station, 'report.save').at(-1)).content);
    expect(waitingPassages(content).map(({ text: words }) => words)).toEqual(['Nodule of 4.5 mm.', 'No change.']);
  });

  it('takes what a program wrote as its draft, with maker and version, each line unaccepted for itself', async () => {
    const { station } = await open({ report: START, findings: [] });
    const text = await screen.findByRole('textbox', { name: 'Findings' });
    act(() => screen.getByRole('button', { name: /^Discard/ }).focus());
    await act(async () => pressKey('d', { altKey: true }));
    const dialog = await screen.findByRole('dialog', { name: 'AI drafts' });
    expect(dialog.textContent).toContain('1 report among the objects of this study could not be read');
    expect(dialog.textContent).toContain('▲ The detection succeeded in part only');
    expect(text.querySelector('[data-kind="ai"]')).toBeNull();
    await act(async () => void fireEvent.click(within(dialog).getByRole('button', { name: 'Take into the report' })));
    await waitFor(() => expect(asked(station, 'report.save')).not.toEqual([]));
    const content = ReportContent.parse(Object(asked(station, 'report.save').at(-1)).content);
    expect(waitingPassages(content).map(({ sectionId, text: words, from }) => [sectionId, words, from])).toMatchObject([
      ['findings', 'Nodule of 6 mm.', { kind: 'ai', maker: 'Draft Writer, version 1.0' }],
      ['findings', 'No effusion.', { kind: 'ai' }],
      ['impression', 'A nodule.', { kind: 'ai' }],
    ]);
  });

  it('signs only after each finding was accepted, and then shows the frozen text with name and hash', async () => {
    const finding: CheckFinding = {
      code: 'check/laterality',
      tier: 'acknowledge',
      message: 'Other side.',
      sectionId: 'impression',
    };
    const { station } = await open({ report: START, findings: [finding] });
    fireEvent.click(await screen.findByRole('button', { name: /^Sign/ }));
    const dialog = await screen.findByRole('dialog', { name: 'Sign this report' });
    expect(document.activeElement?.textContent).toBe('Keep writing');
    const sign = within(dialog).getByRole<HTMLButtonElement>('button', { name: 'Sign as Ada Reader' });
    expect(sign.disabled).toBe(true);
    fireEvent.click(within(dialog).getByRole('checkbox', { name: 'Other side.' }));
    expect(sign.disabled).toBe(false);
    fireEvent.click(sign);
    const article = await screen.findByRole('article', { name: 'Signed report' });
    expect(article.textContent).toContain('Lungs are clear.');
    expect(article.textContent).toContain('Signed by Ada Reader');
    expect(article.textContent).toContain('ab'.repeat(32));
    expect(article.textContent).toContain('3 of 4');
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(screen.queryByRole('textbox')).toBeNull();
    expect(asked(station, 'report.sign')).toMatchObject([{ acknowledged: ['check/laterality'] }]);
  });

  it('does not sign where something must be filled in first', async () => {
    const finding: CheckFinding = {
      code: 'check/empty-section',
      tier: 'refuse',
      message: 'Impression is empty.',
      sectionId: 'impression',
    };
    const { station } = await open({ report: START, findings: [finding] });
    await screen.findByRole('textbox', { name: 'Findings' });
    pressKey('Enter', { ctrlKey: true });
    const dialog = await screen.findByRole('dialog');
    expect(within(dialog).getByRole<HTMLButtonElement>('button', { name: /Sign as/ }).disabled).toBe(true);
    fireEvent.click(within(dialog).getByRole('button', { name: 'Keep writing' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(asked(station, 'report.sign')).toEqual([]);
  });

  it('signs by F8 with the same question, and then opens the next study', async () => {
    const went: string[] = [];
    const { station } = await open({ report: START, findings: [], onNext: () => went.push('next') });
    await screen.findByRole('textbox', { name: 'Findings' });
    pressKey('F8');
    const dialog = await screen.findByRole('dialog', { name: 'Sign this report' });
    expect(document.activeElement?.textContent).toBe('Keep writing');
    expect(went).toEqual([]);
    fireEvent.click(within(dialog).getByRole('button', { name: 'Sign as Ada Reader and open the next' }));
    await waitFor(() => expect(went).toEqual(['next']));
    expect(asked(station, 'report.sign')).toHaveLength(1);
  });

  it('stays with the signed report after Ctrl Enter, and offers no next study where there is no list', async () => {
    const went: string[] = [];
    await open({ report: START, findings: [], onNext: () => went.push('next') });
    await screen.findByRole('textbox', { name: 'Findings' });
    pressKey('Enter', { ctrlKey: true });
    fireEvent.click(await screen.findByRole('button', { name: 'Sign as Ada Reader' }));
    await screen.findByRole('article', { name: 'Signed report' });
    expect(went).toEqual([]);
    shown?.end();
    await open({ report: START, findings: [] });
    await screen.findByRole('textbox', { name: 'Findings' });
    expect(screen.queryByRole('button', { name: 'Sign and next' })).toBeNull();
    pressKey('F8');
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('F28: asks the site while the question is on screen; what it says has to be answered, and nothing else takes its mark', async () => {
    const told = (code: string, message: string): CheckFinding => ({
      ...{ code, tier: 'acknowledge', message, sectionId: null },
    });
    const first = told('check/laterality', 'Other side.');
    const late = told('permission/site-report', 'The site already has a report of somebody else.');
    let answer: (said: Response<'report.askSite'>) => void = () => undefined;
    const site = new Promise<Response<'report.askSite'>>((resolve) => (answer = resolve));
    const { station } = await open({ report: START, findings: [first], site });
    await screen.findByRole('textbox', { name: 'Findings' });
    pressKey('Enter', { ctrlKey: true });
    const dialog = await screen.findByRole('dialog', { name: 'Sign this report' });
    await within(dialog).findByText(/^Asking the site/);
    fireEvent.click(within(dialog).getByRole('checkbox', { name: 'Other side.' }));
    // Signed before it has answered: its answer is looked at first.
    fireEvent.click(within(dialog).getByRole('button', { name: 'Sign as Ada Reader' }));
    await act(async () => answer({ asked: 'changed', findings: [late, first] }));
    const box = await within(dialog).findByRole<HTMLInputElement>('checkbox', { name: late.message });
    expect(box.checked).toBe(false);
    expect(within(dialog).getByRole<HTMLInputElement>('checkbox', { name: 'Other side.' }).checked).toBe(true);
    expect(asked(station, 'report.sign')).toEqual([]);
    fireEvent.click(box);
    fireEvent.click(within(dialog).getByRole('button', { name: 'Sign as Ada Reader' }));
    await screen.findByRole('article', { name: 'Signed report' });
    expect(asked(station, 'report.sign')).toMatchObject([
      { acknowledged: ['permission/site-report', 'check/laterality'] },
    ]);
  });

  it('F28: signs where the site cannot be asked, and says so calmly', async () => {
    const note: CheckFinding = {
      ...{ code: 'permission/site-not-asked', tier: 'note', sectionId: null },
      message: 'The site cannot be asked now.',
    };
    await open({ report: START, findings: [], site: { asked: 'not-asked', findings: [note] } });
    await screen.findByRole('textbox', { name: 'Findings' });
    pressKey('Enter', { ctrlKey: true });
    const dialog = await screen.findByRole('dialog');
    await within(dialog).findByText('The site cannot be asked now.');
    fireEvent.click(within(dialog).getByRole('button', { name: 'Sign as Ada Reader' }));
    await screen.findByRole('article', { name: 'Signed report' });
  });

  it('keeps the width that the reader gives it', async () => {
    await open({ report: START, findings: [] });
    const edge = screen.getByRole('separator', { name: 'Width of the report' });
    edge.focus();
    pressKey('ArrowLeft');
    expect(edge.getAttribute('aria-valuenow')).toBe('616');
    expect(document.documentElement.style.getPropertyValue('--report-width')).toBe('616px');
    pressKey('Home');
    expect(shown?.services.preferences.getState().reportWidth).toBe(360);
  });

  it('draws a signed report with the form it was signed in, whatever is installed now', async () => {
    const own = {
      ...template,
      sections: template.sections.map((section) => ({ ...section, title: `Old ${section.title}` })),
    };
    await open({ report: { ...START, template: own, state: 'final', signed: SIGNED }, findings: [] });
    expect(await screen.findByRole('heading', { name: 'Old Findings' })).toBeDefined();
    expect(screen.queryByRole('heading', { name: 'Findings' })).toBeNull();
  });

  it('shows the text of a report whose form is no longer installed', async () => {
    await open({ report: { ...START, templateId: 'removed', state: 'final', signed: SIGNED }, findings: [] });
    expect((await screen.findByRole('article', { name: 'Signed report' })).textContent).toContain('Lungs are clear.');
  });

  it('signs as preliminary where the site allows no more, and says why', async () => {
    const finding: CheckFinding = {
      ...{ code: 'permission/place-elsewhere', tier: 'refuse', leaves: 'preliminary', sectionId: null },
      message: 'Final reports are read in DE only.',
    };
    const { station } = await open({ report: START, findings: [finding] });
    await screen.findByRole('textbox', { name: 'Findings' });
    pressKey('Enter', { ctrlKey: true });
    const dialog = await screen.findByRole('dialog', { name: 'Sign this report' });
    expect(within(dialog).getByRole<HTMLInputElement>('radio', { name: 'Final report' }).disabled).toBe(true);
    expect(within(dialog).getByRole<HTMLInputElement>('radio', { name: 'Preliminary report' }).checked).toBe(true);
    expect(within(dialog).getByRole('heading', { name: 'Why it cannot be final' })).toBeDefined();
    expect(dialog.textContent).toContain('Final reports are read in DE only.');
    fireEvent.click(within(dialog).getByRole('button', { name: 'Sign preliminary as Ada Reader' }));
    await waitFor(() => expect(asked(station, 'report.sign')).toMatchObject([{ as: 'preliminary', acknowledged: [] }]));
  });

  it('lets whoever may sign finally choose a preliminary report', async () => {
    const { station } = await open({ report: START, findings: [] });
    await screen.findByRole('textbox', { name: 'Findings' });
    pressKey('Enter', { ctrlKey: true });
    const dialog = await screen.findByRole('dialog');
    fireEvent.click(within(dialog).getByRole('radio', { name: 'Preliminary report' }));
    fireEvent.click(within(dialog).getByRole('button', { name: 'Sign preliminary as Ada Reader' }));
    await waitFor(() => expect(asked(station, 'report.sign')).toMatchObject([{ as: 'preliminary' }]));
  });

  it('marks a preliminary report as not verified, and takes it up as a final one beside what changed', async () => {
    const wet: Report = { ...START, state: 'preliminary', signed: SIGNED };
    const next: Report = {
      ...{ ...START, reportId: ReportId.parse(idOf('dry')), predecessor: wet.reportId },
      content: contentWith(template, { findings: 'Lungs are clear.', impression: 'Effusion.' }),
    };
    await open({ report: wet, findings: [], next });
    const article = await screen.findByRole('article', { name: 'Preliminary report' });
    expect(article.textContent).toContain('PRELIMINARY - not verified');
    expect(article.textContent).toContain('Preliminary report by Ada Reader');
    expect(screen.getByText('PRELIMINARY')).toBeDefined();
    fireEvent.click(screen.getByRole('button', { name: 'Make it final' }));
    const against = await screen.findByLabelText('Against the preliminary report');
    expect(against.textContent).toContain('Changed: Impression.');
    expect(against.querySelector('del')?.textContent).toBe('Normal.');
    expect(against.querySelector('ins')?.textContent).toBe('Effusion.');
    const sign = await screen.findByRole<HTMLButtonElement>('button', { name: /^Sign/ });
    await waitFor(() => expect(sign.disabled).toBe(false));
    fireEvent.click(sign);
    expect(await screen.findByRole('dialog', { name: 'Sign this report' })).toBeDefined();
  });

  it('exports a signed report to the file the reader chose', async () => {
    const { station } = await open({ report: { ...START, state: 'final', signed: SIGNED }, findings: [] });
    fireEvent.click(await screen.findByRole('button', { name: 'Export PDF' }));
    await waitFor(() =>
      expect(asked(station, 'report.export')).toEqual([{ reportId: START.reportId, format: 'pdf', token: CHOSEN }]),
    );
    expect(asked(station, 'app.chooseExport')).toEqual([{ suggestedName: 'report.pdf' }]);
  });
});
