import { useCallback, useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { roleName } from '../../shared/hanging/role-words.ts';
import type { ObjectId, StudyId } from '../../shared/model/ids.ts';
import type { Report } from '../../shared/model/report.ts';
import { localTime } from '../../shared/report/render-text.ts';
import { fieldLine, isEmptySection, renderedSections } from '../../shared/report/rendered-sections.ts';
import { stateNotices } from '../../shared/report/signed-document.ts';
import { errorWords } from '../app/notices/index.ts';
import { useServices } from '../app/services.tsx';
import { DocumentText } from '../objects/index.ts';
import { Banner, Button } from '../ui/index.ts';
import type { FrameRef } from '../viewer/index.ts';
import { useDesk, useDeskCase } from './desk-context.tsx';
import { saidRole } from './other-study.ts';
import styles from './report-in-cell.module.css';
import { studiesOf } from './stores.ts';
import type { ReportCell } from './stores.ts';
import { whenOf } from './study-when.ts';

type Read =
  | { readonly is: 'reading' }
  | { readonly is: 'read'; readonly reports: readonly Report[] }
  | { readonly is: 'failed'; readonly words: string };

/** The report of a study in the place of a picture: what was signed last, else the draft; and documents that came with it. */
export function ReportInCell({ studyId }: Pick<ReportCell, 'studyId'>) {
  const open = useDeskCase();
  const read = useReports(studyId);
  const studies = studiesOf(open);
  const study = studies.find((one) => one.study.studyId === studyId);
  if (!study) return null;
  const own = read.is === 'read' ? shownOf(read.reports) : null;
  const came = study.beside?.reports ?? [];
  const of = roleName(saidRole(open, studyId));
  const when = whenOf(
    study.study,
    studies.map((one) => one.study),
  );
  return (
    <article className={styles['report']} tabIndex={0} aria-label={`Report, ${of}, ${when}`} data-report={studyId}>
      <h2 className={styles['head']}>
        {`Report · ${of} · ${when}`} <bdi>{study.study.description ?? ''}</bdi>
      </h2>
      {read.is === 'reading' ? <p className={styles['quiet']}>Reading the report …</p> : null}
      {read.is === 'failed' ? <p role="alert">{read.words}</p> : null}
      {own ? <Written report={own} /> : null}
      {came.map((objectId) => (
        <Came key={objectId} objectId={objectId} />
      ))}
      {read.is === 'read' && own === null && came.length === 0 ? (
        <p className={styles['quiet']}>This study has no report: nobody wrote one here, and none came with it.</p>
      ) : null}
    </article>
  );
}

/** What counts: the last one that was signed, else the last draft. */
function shownOf(reports: readonly Report[]): Report | null {
  return reports.findLast(({ state }) => state !== 'draft') ?? reports.at(-1) ?? null;
}

function Written({ report }: { readonly report: Report }) {
  const { signed, state, template, content } = report;
  const sections = renderedSections(template, content).filter((section) => !isEmptySection(section));
  return (
    <>
      {stateNotices(state).map((words) => (
        <Banner key={words} tone="warning">
          {words}.
        </Banner>
      ))}
      {state === 'draft' ? <p className={styles['quiet']}>A draft: it is not signed.</p> : null}
      {sections.length === 0 ? <p className={styles['quiet']}>Nothing is written in it yet.</p> : null}
      {sections.map((section) => (
        <section key={section.sectionId} aria-label={section.title}>
          <h3 className={styles['title']}>{section.title}</h3>
          {section.fields.map((field) => (
            <p key={field.label}>{fieldLine(field)}</p>
          ))}
          {section.text.trim() === '' ? null : <p className={styles['text']}>{section.text}</p>}
        </section>
      ))}
      {signed === null ? null : (
        <p className={styles['quiet']}>{`Signed by ${signed.byName}, ${localTime(signed.at, signed.zone)}`}</p>
      )}
    </>
  );
}

/** A document that came with the study. */
function Came({ objectId }: { readonly objectId: ObjectId }) {
  const desk = useDesk();
  const open = useDeskCase();
  const state = useStore(desk.objects.store, ({ read }) => read[objectId]);
  const show = useCallback((ref: FrameRef) => void desk.showFrame(ref), [desk]);
  const openIt = useCallback((id: ObjectId) => desk.objects.open(id), [desk]);
  useEffect(() => void desk.objects.read(objectId), [desk, objectId]);
  if (state === undefined || state.status === 'reading') return <p className={styles['quiet']}>Reading …</p>;
  if (state.status === 'refused') return <p role="alert">{wordsOf(state.error)}</p>;
  const { content } = state;
  const lines = content.kind === 'report' || content.kind === 'document' ? content.lines : null;
  return (
    <section aria-label={content.title}>
      <h3 className={styles['title']}>
        <bdi>{content.title}</bdi>, came with the study
      </h3>
      {content.kind === 'report' && content.verification === 'UNVERIFIED' ? (
        <p className={styles['quiet']}>Not verified by its author.</p>
      ) : null}
      {lines ? (
        <DocumentText lines={lines} studies={studiesOf(open)} show={show} open={openIt} />
      ) : (
        <Button onClick={() => openIt(objectId)}>Open the document</Button>
      )}
    </section>
  );
}

/** Those that were written here, and as they change. */
function useReports(studyId: StudyId): Read {
  const { link } = useServices();
  const [read, setRead] = useState<Read>({ is: 'reading' });
  useEffect(() => {
    let isHere = true;
    const ask = async (): Promise<void> => {
      try {
        const { reports } = await link.call('report.forStudy', { studyId });
        if (isHere) setRead({ is: 'read', reports });
      } catch (error) {
        if (isHere) setRead({ is: 'failed', words: wordsOf(error) });
      }
    };
    const stop = link.on('report.changed', (changed) => {
      if (changed.studyId === studyId) void ask();
    });
    void ask();
    return () => {
      isHere = false;
      stop();
    };
  }, [link, studyId]);
  return read;
}

function wordsOf(error: unknown): string {
  const { title, next } = errorWords(error);
  return `${title}. ${next}`;
}
