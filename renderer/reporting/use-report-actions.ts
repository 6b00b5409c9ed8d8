import { useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { ReportId } from '../../shared/model/ids.ts';
import type { AskedSite } from '../../shared/model/reconcile.ts';
import type { CheckFinding, OutputFormat, Report } from '../../shared/model/report.ts';
import { findingsAs, standing } from '../../shared/report/checks.ts';
import { asAppError } from '../../shared/errors/app-error.ts';
import { useNotices } from '../app/notices/index.ts';
import type { NoticeActions } from '../app/notices/index.ts';
import { useServices } from '../app/services.tsx';
import { zoneText } from './clock-text.ts';
import { insertMeasurement, SectionEditors } from './editor-actions.ts';
import { measurementMeant } from './links.ts';
import type { ReportLinks } from './links.ts';
import { acceptPassage, showWaiting } from './passages.ts';
import { putText } from './put-text.ts';
import type { ReportSession } from './report-session.ts';
import { useKeysToDraft } from './use-keys-to-draft.ts';

/** Stay with the signed report, or go on to the next unread study. */
export type AfterSigning = 'stay' | 'next';

/** As what a report is signed. */
export type SignAs = 'final' | 'preliminary';

/** What came of asking the site before a signature. */
export type SiteAsked = AskedSite | 'asking';

export type ProofAsked = 'not' | 'asked' | 'wrong';

export interface ReportActions {
  readonly busy: boolean;
  /** Of the last check of this report. */
  readonly findings: readonly CheckFinding[];
  /** The question before the signature is on screen, and what a signature leads to. */
  readonly signing: AfterSigning | null;
  readonly editors: SectionEditors;
  create(templateId: string): void;
  show(report: Report | null): void;
  insertMeasurement(): Promise<void>;
  /** What the station knows now, into the fields that want it and that nobody changed. */
  fill(): void;
  insertNormal(sectionId: string): void;
  /** Of every section that has one and is empty: what was written stays. */
  insertAllNormal(): void;
  /** Accepts the copied or drafted passage at the caret; where there is none, goes to the next. */
  acceptPassage(): void;
  showWaiting(by: 1 | -1): void;
  check(): void;
  askToSign(then: AfterSigning): void;
  /** The signature waits for the passphrase: asked for once more, or typed wrongly. */
  readonly proof: ProofAsked;
  /** Of the question before the signature. */
  readonly site: SiteAsked;
  /** @param proof passphrase of whoever signs, where it was asked for */
  sign(acknowledged: readonly string[], proof: string | null, as: SignAs): void;
  keepWriting(): void;
  /** Of a report that waits to be signed. */
  takeBack(): void;
  signNow(): void;
  discard(): void;
  reload(): void;
  amend(): void;
  /** Begins the final report in the place of a preliminary one. */
  finalise(): void;
  /** Begins a correction of a signed report. */
  correct(reason: string): void;
  withdraw(reason: string): void;
  verify(): void;
  exportAs(format: OutputFormat): void;
}

interface Asked {
  readonly reportId: ReportId | null;
  readonly findings: readonly CheckFinding[];
  readonly signing: AfterSigning | null;
  readonly proof: ProofAsked;
  readonly site: SiteAsked;
}

const NOTHING_ASKED: Asked = { reportId: null, findings: [], signing: null, proof: 'not', site: 'nobody' };

/** What the reader can do with the report; one thing at a time, and each failure is said. */
export function useReportActions(
  session: ReportSession,
  links: ReportLinks,
  onNext: (() => void) | null,
): ReportActions {
  const notices = useNotices();
  const { access, preferences } = useServices();
  const [busy, setBusy] = useState(false);
  const [asked, setAsked] = useState<Asked>(NOTHING_ASKED);
  const [editors] = useState(() => new SectionEditors());
  const reportId = useStore(session.view, (view) => view.shown?.reportId ?? null);
  // What was found in one report says nothing of the next.
  const { findings, signing, proof, site } = asked.reportId === reportId ? asked : NOTHING_ASKED;

  const act = (doing: string, work: () => Promise<void>): void => {
    if (busy) return;
    setBusy(true);
    work()
      .catch((error: unknown) => notices.fail(error, doing))
      .finally(() => setBusy(false));
  };
  const good = (title: string, detail = ''): void => notices.add({ tone: 'ok', title, detail });
  const check = async (then: AfterSigning | null): Promise<readonly CheckFinding[]> => {
    await links.settle();
    const found = await session.check();
    setAsked({ reportId, findings: found, signing: then, proof: 'not', site: then === null ? 'nobody' : 'asking' });
    return found;
  };
  const askSite = useAskSite(session, reportId, setAsked);
  const toDraft = useKeysToDraft(reportId, editors);
  return {
    busy,
    findings,
    signing,
    proof,
    site,
    editors,
    ...textActions(session, act, notices, toDraft),
    ...insertActions(session, links, editors, notices),
    check: () =>
      act('Check', async () => {
        if ((await check(null)).length === 0) good('Nothing found');
      }),
    askToSign: (then) =>
      act('Check', async () => {
        await check(then);
        askSite.begin();
      }),
    sign: (acknowledged, typed, as) =>
      act('Sign', async () => {
        // A site whose line is up is given its two seconds; what it says is looked at before anything is signed.
        const said = await askSite.answered();
        if (said !== null && standing(findingsAs(said, as), acknowledged).length > 0) return;
        let signed: Report;
        try {
          if (typed !== null) await access.prove(typed);
          const { undoSeconds } = preferences.getState();
          signed = await session.sign(acknowledged, zoneText(new Date()), as, undoSeconds);
        } catch (error) {
          const next = proofAfter(error);
          if (next === null) throw error;
          setAsked((now) => ({ ...now, proof: next }));
          return;
        }
        setAsked(NOTHING_ASKED);
        const what = as === 'final' ? 'Signed' : 'Signed as preliminary';
        if (signed.waiting === undefined) good(what, 'The text is frozen and its outputs are stored.');
        if (signing === 'next') onNext?.();
      }),
    keepWriting: () => setAsked({ ...NOTHING_ASKED, reportId, findings }),
  };
}

/** What can be done with a report beside checking and signing it. */
function textActions(
  session: ReportSession,
  act: (doing: string, work: () => Promise<void>) => void,
  notices: NoticeActions,
  toDraft: (work: Promise<void>) => Promise<void>,
): Pick<
  ReportActions,
  | 'create'
  | 'show'
  | 'takeBack'
  | 'signNow'
  | 'correct'
  | 'withdraw'
  | 'discard'
  | 'fill'
  | 'reload'
  | 'amend'
  | 'finalise'
  | 'verify'
  | 'exportAs'
> {
  const good = (title: string, detail = ''): void => notices.add({ tone: 'ok', title, detail });
  return {
    create: (templateId) => act('New report', () => toDraft(session.create(templateId))),
    show: (report) =>
      act('Report', async () => {
        await session.flush();
        session.show(report);
      }),
    takeBack: () => act('Take back', () => session.endWait('report.takeBack')),
    signNow: () => act('Sign', () => session.endWait('report.signNow')),
    discard: () => act('Discard', () => session.discard()),
    fill: () => act('Fill in', () => session.fill()),
    reload: () => act('Reload', () => session.reload()),
    amend: () => act('Addendum', () => toDraft(session.amend())),
    finalise: () => act('Final report', () => toDraft(session.finalise())),
    correct: (reason) => act('Correction', () => toDraft(session.correct(reason))),
    withdraw: (reason) =>
      act('Withdraw', async () => {
        await session.withdraw(reason, zoneText(new Date()));
        good('Withdrawn', 'Whoever has it is told.');
      }),
    verify: () =>
      act('Verify', async () => {
        const { ok, words } = await session.verify();
        if (ok) good('Unchanged since it was signed', words);
        else notices.add({ tone: 'failed', title: 'This report is not what was signed', detail: 'Do not send it on.' });
      }),
    exportAs: (format) =>
      act('Export', async () => {
        const file = await session.export(format);
        if (file !== null) good('Exported', file);
      }),
  };
}

/** Asks the site while the reader looks at the question. Whatever becomes of it, signing goes on. */
function useAskSite(
  session: ReportSession,
  reportId: ReportId | null,
  setAsked: (change: (now: Asked) => Asked) => void,
): { begin(): void; answered(): Promise<readonly CheckFinding[] | null> } {
  const running = useRef<Promise<readonly CheckFinding[] | null>>(Promise.resolve(null));
  return {
    begin: () => {
      const take = (more: Partial<Asked>): void =>
        setAsked((now) => (now.reportId === reportId && now.signing !== null ? { ...now, ...more } : now));
      running.current = session.askSite().then(
        ({ asked, findings }) => {
          take({ site: asked, findings });
          return findings;
        },
        () => {
          // It is asked again before anything goes out.
          take({ site: 'not-asked' });
          return null;
        },
      );
    },
    answered: () => running.current,
  };
}

/** What the question has to say when a signature was refused for want of a proof; null for any other refusal. */
function proofAfter(error: unknown): ProofAsked | null {
  const { code } = asAppError(error);
  if (code === 'access/proof-needed') return 'asked';
  return code === 'access/wrong-passphrase' ? 'wrong' : null;
}

/** What is put into the text where the caret is. */
function insertActions(
  session: ReportSession,
  links: ReportLinks,
  editors: SectionEditors,
  notices: NoticeActions,
): Pick<ReportActions, 'insertMeasurement' | 'insertNormal' | 'insertAllNormal' | 'acceptPassage' | 'showWaiting'> {
  const nothingWaits = (): void =>
    notices.add({
      tone: 'note',
      title: 'Nothing waits',
      detail: 'No copied text, and no draft of a program, is unaccepted.',
    });
  return {
    insertMeasurement: async () => {
      const editor = editors.target();
      const measurement = await measurementMeant(links);
      if (measurement && editor) insertMeasurement(editor, measurement);
      else notices.add({ tone: 'note', title: 'No measurement to insert', detail: 'Measure on an image first.' });
    },
    insertNormal: (sectionId) => {
      const { shown } = session.view.getState();
      const section = shown?.template.sections.find((entry) => entry.sectionId === sectionId);
      const editor = editors.get(sectionId);
      if (!editor || !section || section.normalText === '') return;
      putText(editor, section.normalText, { kind: 'template', name: 'normal text' }, 'end');
      // At once, so that the next key is a letter of this section.
      editor.view.focus();
    },
    insertAllNormal: () => {
      for (const { sectionId, normalText } of session.view.getState().shown?.template.sections ?? []) {
        const editor = editors.get(sectionId);
        if (editor?.isEmpty === true) putText(editor, normalText, { kind: 'template', name: 'normal text' });
      }
    },
    acceptPassage: () => {
      if (acceptPassage(editors) === 'none') nothingWaits();
    },
    showWaiting: (by) => {
      if (!showWaiting(editors, by)) nothingWaits();
    },
  };
}
