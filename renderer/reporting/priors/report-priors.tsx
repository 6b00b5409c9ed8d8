import { useEffect, useRef, useState } from 'react';
import type { Report } from '../../../shared/model/report.ts';
import type { PriorReportText } from '../../../shared/model/prior-report.ts';
import { copySourceOf, matchingSection } from '../../../shared/report/prior-section.ts';
import { provenanceOf } from '../../../shared/report/provenance.ts';
import { useRegisterCommands } from '../../app/commands/index.ts';
import { PriorOpinionDialog, PriorOpinionEntry, usePriorOpinion } from '../../review/index.ts';
import { useNotices } from '../../app/notices/index.ts';
import type { SectionEditors } from '../editor-actions.ts';
import type { ReportLinks } from '../links.ts';
import { sliceOfText } from '../origin-slice.ts';
import { putText } from '../put-text.ts';
import { REPORT_KEYS } from '../report-keys.ts';
import { PriorPanel } from './prior-panel.tsx';
import { selectedIn } from './prior-section.tsx';
import { usePriorReports } from './use-prior-reports.ts';
import { usePriorSentences } from './use-prior-sentences.ts';

/** Earlier reports beside the one that is written: shown by one key, and by another their words go into it, unaccepted. */
export function ReportPriors({
  report,
  links,
  editors,
}: {
  readonly report: Report;
  readonly links: ReportLinks;
  /** Null where nothing is being written. */
  readonly editors: SectionEditors | null;
}) {
  const notices = useNotices();
  const panel = useRef<HTMLElement>(null);
  const [open, setOpen] = useState(false);
  const [id, setId] = useState<string | null>(null);
  const { view, load } = usePriorReports(report.studyId, open);
  const chosen = view.phase === 'ready' ? chosenOf(view.reports, id) : null;
  const into = report.template.sections.find(({ sectionId }) => sectionId === editors?.last);
  const sentences = usePriorSentences(chosen, into);
  const opinion = usePriorOpinion(report.studyId);
  const isWanted = useRef(false);
  useEffect(() => {
    if (!isWanted.current || chosen === null) return;
    isWanted.current = false;
    panel.current?.querySelector<HTMLElement>('textarea, select')?.focus();
  }, [chosen]);
  const put = (prior: PriorReportText, text: string): void => {
    const editor = editors?.target();
    if (editor) putText(editor, text, { kind: 'copied', source: copySourceOf(prior) });
  };
  const toggle = (): void => {
    isWanted.current = !open;
    setOpen(!open);
    if (open) editors?.target()?.view.focus();
  };
  const copy = async (): Promise<void> => {
    const prior = chosen ?? chosenOf(await load(), id);
    setOpen(true);
    const { activeElement } = document;
    const field = panel.current?.contains(activeElement) === true && activeElement instanceof HTMLTextAreaElement;
    const section = report.template.sections.find(({ sectionId }) => sectionId === editors?.last);
    const whole = prior === null || section === undefined ? null : matchingSection(section, prior.sections);
    const text = field ? selectedIn(activeElement) || activeElement.value : (whole?.text ?? '');
    if (prior !== null && text !== '') put(prior, text);
    else
      notices.add({ tone: 'note', title: 'Nothing to copy', detail: missing(prior, section?.title ?? 'This section') });
  };
  const copySentence = async (): Promise<void> => {
    // What is copied is looked at first: where nothing is shown yet, the press shows it.
    const prior = open ? chosen : chosenOf(await load(), id);
    setOpen(true);
    const sentence = sentences.at === null ? undefined : sentences.all[sentences.at];
    if (!open && prior !== null && prior.sections.length > 0) return;
    if (prior === null || sentence === undefined)
      return notices.add({
        tone: 'note',
        title: 'Nothing to copy',
        detail: 'No earlier report of this patient has text here.',
      });
    put(prior, sentence.text);
    sentences.took();
  };
  const step = (by: 1 | -1) => ({
    enabled: () => open,
    run: () => sentences.step(by),
  });
  const giveOpinion = async (): Promise<void> => {
    // What is judged is looked at first: where nothing is shown yet, the press shows it.
    if (open && chosen !== null) return opinion.begin(chosen.priorReportId);
    setOpen(true);
    await load();
  };
  useRegisterCommands([
    {
      ...REPORT_KEYS.priorOpinion,
      enabled: () => opinion.offered,
      run: () => void giveOpinion().catch((error: unknown) => notices.fail(error, 'Prior report')),
    },
    {
      ...REPORT_KEYS.copyPriorSentence,
      enabled: () => editors !== null,
      run: () => void copySentence().catch((error: unknown) => notices.fail(error, 'Prior report')),
    },
    { ...REPORT_KEYS.priorSentenceDown, ...step(1) },
    { ...REPORT_KEYS.priorSentenceUp, ...step(-1) },
    { ...REPORT_KEYS.priorReport, run: toggle },
    {
      ...REPORT_KEYS.copyPrior,
      enabled: () => editors !== null,
      run: () => void copy().catch((error: unknown) => notices.fail(error, 'Prior report')),
    },
  ]);
  if (!open) return <PriorOpinionDialog opinion={opinion} />;
  return (
    <>
      <PriorPanel
        ref={panel}
        view={view}
        chosen={chosen}
        sentences={sentences}
        mayCopy={editors !== null}
        onChoose={setId}
        onCopy={(text) => {
          if (chosen !== null) put(chosen, text);
        }}
        onCopied={(text) => {
          if (chosen === null) return;
          const from = provenanceOf({ kind: 'copied', source: copySourceOf(chosen) }, stamp());
          links.copied.keep(text, sliceOfText(text, from));
        }}
        onAgain={() => void load().catch(() => undefined)}
        onClose={toggle}
        foot={
          chosen === null || chosen.doubts.length > 0 ? null : (
            <PriorOpinionEntry opinion={opinion} priorReportId={chosen.priorReportId} />
          )
        }
      />
      <PriorOpinionDialog opinion={opinion} />
    </>
  );
}

/** The one that was chosen, else the newest that has words. */
function chosenOf(reports: readonly PriorReportText[], id: string | null): PriorReportText | null {
  return (
    reports.find(({ priorReportId }) => priorReportId === id) ??
    reports.find(({ sections }) => sections.length > 0) ??
    reports[0] ??
    null
  );
}

function missing(prior: PriorReportText | null, title: string): string {
  return prior === null
    ? 'No earlier report of this patient is here.'
    : `${title} has no counterpart in the prior report: select words in it and press the key again.`;
}

function stamp(): { readonly at: string; readonly passage: string } {
  return { at: new Date().toISOString(), passage: crypto.randomUUID() };
}
