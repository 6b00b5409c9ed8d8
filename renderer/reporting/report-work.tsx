import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import type { Disposer } from '../../shared/lib/disposable.ts';
import { errorWords } from '../app/notices/index.ts';
import { useRefusal } from '../app/may.ts';
import { useServices } from '../app/services.tsx';
import { ReportGrade } from '../handovers/index.ts';
import { Banner, Button, Skeleton } from '../ui/index.ts';
import { followCaret } from './caret-memory.ts';
import { DictationBar } from './dictation/dictation-bar.tsx';
import { useDictation } from './dictation/use-dictation.ts';
import { SpellingContext } from './report-spelling.ts';
import { SpellingDialog, useReportSpelling } from './spelling-dialog.tsx';
import { ScrolledBody } from './scrolled-body.tsx';
import { DraftView } from './draft-view.tsx';
import type { ReportLinks } from './links.ts';
import { ReportMacros } from './macros/report-macros.tsx';
import { ReportPriors } from './priors/report-priors.tsx';
import { ReportPrograms } from './programs/report-programs.tsx';
import { changedWords, goneWords, ReplacedByDraft, replacedReport } from './replaced-report.tsx';
import { ReportCalculators } from './report-calculators.tsx';
import { ReportCriticals } from './report-criticals.tsx';
import { ReportFoot } from './report-foot.tsx';
import { ReportHead } from './report-head.tsx';
import { ReportTogether, TogetherLine } from './report-together.tsx';
import styles from './report-panel.module.css';
import type { ReportSession, ReportView } from './report-session.ts';
import { useMeantWords } from './use-meant-words.ts';
import { SignDialog } from './sign-dialog.tsx';
import { SignedView } from './signed-view.tsx';
import { secondReportWords } from './second-report.ts';
import { TemplateChoice } from './template-choice.tsx';
import { useReportActions } from './use-report-actions.ts';
import type { ReportActions } from './use-report-actions.ts';
import { useReportCommands } from './use-report-commands.ts';

/** The report on screen: template choice, draft or signed text, and what can be done with it. */
export function ReportWork({
  session,
  links,
  onNext,
  writing,
}: {
  readonly session: ReportSession;
  readonly links: ReportLinks;
  readonly onNext: (() => void) | null;
  readonly writing: boolean;
}) {
  const view = useStore(session.view, useShallow(withoutText));
  const { access } = useServices();
  const readerName = useStore(access.view, (state) => state.state?.reader?.name ?? '');
  const actions = useReportActions(session, links, onNext);
  const refusal = useRefusal('report.save');
  const { shown } = view;
  const showWords = useMeantWords(actions);
  const replaced = replacedReport(view.reports, shown);
  const isDraft = shown?.state === 'draft' && refusal === null;
  // What is about to be signed is only read.
  const isWritten = isDraft && shown.waiting === undefined;
  useReportCommands(actions, { isWritten, isWaiting: isDraft && !isWritten, hasNext: onNext !== null });
  const dictation = useDictation(session, actions, isWritten);
  const spelling = useReportSpelling(actions, isWritten);
  if (view.phase === 'loading') return <LoadingReport />;
  if (view.phase === 'failed') return <FailedReport failure={view.failure} onRetry={() => void session.load()} />;
  return (
    <>
      <ReportHead
        reports={view.reports}
        shown={shown}
        busy={actions.busy}
        onShow={actions.show}
        onNew={() => actions.show(null)}
      />
      <ReportTogether session={session} />
      <ScrolledBody reportId={shown?.reportId ?? null}>
        {replaced === null || shown === null ? null : (
          <ReplacedByDraft session={session} before={replaced} shown={shown} />
        )}
        <SpellingContext value={spelling}>
          <ReportBody session={session} links={links} actions={actions} refusal={refusal} writing={writing} />
        </SpellingContext>
        {replaced !== null && shown?.state === 'final' ? (
          <ReportGrade key={shown.reportId} reportId={shown.reportId} />
        ) : null}
      </ScrolledBody>
      {isWritten ? <DictationBar dictation={dictation} /> : null}
      <SpellingDialog spelling={spelling} actions={actions} isDraft={isWritten} />
      {shown === null ? null : (
        <ReportPriors key={shown.reportId} report={shown} links={links} editors={isWritten ? actions.editors : null} />
      )}
      {shown === null ? null : (
        <ReportFoot session={session} actions={actions} refusal={refusal} hasNext={onNext !== null} />
      )}
      {shown === null ? null : <ReportPrograms report={shown} editors={isWritten ? actions.editors : null} />}
      <ReportCalculators links={links} editors={isWritten ? actions.editors : null} />
      <ReportMacros studyId={session.studyId} editors={isWritten ? actions.editors : null} />
      <ReportCriticals studyId={session.studyId} reportId={shown?.reportId ?? null} editors={actions.editors} />
      {actions.signing !== null && shown !== null ? (
        <SignDialog
          readerName={readerName}
          isAddendum={shown.predecessor !== null && replaced === null && shown.intent === undefined}
          findings={actions.findings}
          busy={actions.busy}
          then={actions.signing}
          proof={actions.proof}
          site={actions.site}
          onSign={actions.sign}
          onClose={actions.keepWriting}
          onSeenMap={() => {
            actions.keepWriting();
            links.showSeenMap();
          }}
          onShow={showWords}
        >
          <TogetherLine session={session} />
          {replaced === null ? null : <ReplacedByDraft open session={session} before={replaced} shown={shown} />}
        </SignDialog>
      ) : null}
    </>
  );
}

function ReportBody({
  session,
  links,
  actions,
  refusal,
  writing,
}: {
  readonly session: ReportSession;
  readonly links: ReportLinks;
  readonly actions: ReportActions;
  readonly refusal: string | null;
  readonly writing: boolean;
}) {
  const { access } = useServices();
  const { shown, templates, reports, isDraft } = useStore(session.view, useShallow(withoutText));
  if (shown === null) {
    return (
      <TemplateChoice
        templates={templates}
        busy={actions.busy}
        refusal={refusal}
        besides={secondReportWords(reports)}
        onChoose={actions.create}
      />
    );
  }
  if (!isDraft || refusal !== null) {
    const changed = changedWords(reports, shown);
    return <SignedView report={shown} links={links} gone={goneWords(reports, shown)} changed={changed} />;
  }
  return (
    <DraftView
      key={shown.reportId}
      session={session}
      template={shown.template}
      links={links}
      findings={actions.findings}
      onFocusSection={(sectionId) => actions.editors.visit(sectionId)}
      onEditor={(sectionId, editor) => {
        actions.editors.set(sectionId, editor);
        if (!editor) return;
        const { reportId } = shown;
        const beforeLeaving = (note: () => Promise<void>): Disposer => access.beforeLeaving(note);
        followCaret(sessionStorage, { reportId, sectionId, writing, beforeLeaving }, editor);
      }}
      onNormal={actions.insertNormal}
    />
  );
}

/** What the pane as a whole is drawn by: a key press in the text changes none of it. */
function withoutText({ phase, failure, templates, reports, shown, content }: ReportView) {
  return { phase, failure, templates, reports, shown, isDraft: content !== null };
}

function FailedReport({ failure, onRetry }: { readonly failure: unknown; readonly onRetry: () => void }) {
  const said = errorWords(failure);
  return (
    <div className={styles['body']}>
      <Banner tone="failed" actions={<Button onClick={onRetry}>Try again</Button>}>
        {said.title}. {said.data} {said.next}
      </Banner>
    </div>
  );
}

function LoadingReport() {
  return (
    <div className={styles['body']}>
      <div className={styles['skeleton']}>
        <Skeleton width="40%" height="20px" />
        <Skeleton width="100%" height="120px" />
      </div>
    </div>
  );
}
