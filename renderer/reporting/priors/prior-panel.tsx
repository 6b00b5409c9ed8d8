import { forwardRef } from 'react';
import type { ReactNode } from 'react';
import type { PriorReportText } from '../../../shared/model/prior-report.ts';
import { isoDate } from '../../../shared/report/draft.ts';
import { useKeyLabel, useWordsWithKeys } from '../../app/commands/index.ts';
import { errorWords } from '../../app/notices/index.ts';
import { Banner, Button, classNames, IconButton, Skeleton } from '../../ui/index.ts';
import styles from './prior-panel.module.css';
import { PriorSectionText } from './prior-section.tsx';
import type { PriorReports } from './use-prior-reports.ts';
import type { PriorSentences } from './use-prior-sentences.ts';

/** An earlier report under the one that is written: chosen by its study, read and copied by key. */
export const PriorPanel = forwardRef<
  HTMLElement,
  {
    readonly view: PriorReports;
    readonly chosen: PriorReportText | null;
    readonly sentences: PriorSentences;
    readonly mayCopy: boolean;
    readonly onChoose: (priorReportId: string) => void;
    readonly onCopy: (text: string) => void;
    /** Words of it went to the clipboard. */
    readonly onCopied: (text: string) => void;
    readonly onAgain: () => void;
    readonly onClose: () => void;
    /** Below the report: what else its reader may do with it. */
    readonly foot: ReactNode;
  }
>(function PriorPanel({ view, chosen, sentences, mayCopy, onChoose, onCopy, onCopied, onAgain, onClose, foot }, ref) {
  const copyKey = useKeyLabel('report.copyPrior');
  return (
    <section ref={ref} className={styles['panel']} aria-label="Prior report">
      <header className={styles['head']}>
        <h3 className={styles['title']}>Prior report</h3>
        {view.phase === 'ready' && view.reports.length > 0 ? (
          <select
            aria-label="Earlier reports of the patient"
            className={styles['select']}
            value={chosen?.priorReportId ?? ''}
            onChange={(event) => onChoose(event.target.value)}
          >
            {view.reports.map((report) => (
              <option key={report.priorReportId} value={report.priorReportId}>
                {nameOf(report)}
              </option>
            ))}
          </select>
        ) : null}
        <IconButton label="Close the prior report" onClick={onClose}>
          ✕
        </IconButton>
      </header>
      <div className={styles['body']}>
        <PriorBody view={view} chosen={chosen} onAgain={onAgain} />
        {chosen?.sections.map(({ title, text }, place) => (
          <div key={`${place} ${title}`} className={styles['section']}>
            <div className={styles['line']}>
              <h4 className={styles['heading']}>{title}</h4>
              {mayCopy ? (
                <Button tone="quiet" tabIndex={-1} aria-label={`Copy ${title}`} onClick={() => onCopy(text)}>
                  Copy
                </Button>
              ) : null}
            </div>
            <PriorSectionText
              label={`${title}, ${nameOf(chosen)}`}
              hint={copyKey === undefined ? undefined : `${copyKey} copies what is selected`}
              text={text}
              section={place}
              sentences={sentences}
              onCopied={onCopied}
            />
          </div>
        ))}
      </div>
      {mayCopy ? <SentenceLine sentences={sentences} /> : null}
      {foot}
    </section>
  );
});

/** Which sentence the next press copies, said and shown; always in its place. */
function SentenceLine({ sentences: { all, at } }: { readonly sentences: PriorSentences }) {
  const worded = useWordsWithKeys();
  const sentence = at === null ? undefined : all[at];
  return (
    <p className={classNames(styles['line'], styles['said'])} role="status">
      {sentence === undefined || at === null ? null : (
        <>
          <span className={styles['sentenceWords']}>{`${at + 1} of ${all.length}: ${sentence.text}`}</span>
          <span className={styles['keys']}>
            {worded('{report.copyPriorSentence} copies · {report.priorSentenceUp} {report.priorSentenceDown}')}
          </span>
        </>
      )}
    </p>
  );
}

function PriorBody({
  view,
  chosen,
  onAgain,
}: {
  readonly view: PriorReports;
  readonly chosen: PriorReportText | null;
  readonly onAgain: () => void;
}) {
  if (view.phase === 'loading') return <Skeleton width="100%" height="96px" />;
  if (view.phase === 'failed') {
    const { title, next } = errorWords(view.failure);
    return (
      <Banner tone="failed" actions={<Button onClick={onAgain}>Try again</Button>}>
        {title}. {next}
      </Banner>
    );
  }
  if (chosen === null) return <p className={styles['quiet']}>No earlier report of this patient is here.</p>;
  return (
    <>
      {chosen.doubts.length > 0 ? (
        <Banner tone="warning">
          Held back: it bears this patient’s number and says somebody else ({chosen.doubts.join(', ')}).
        </Banner>
      ) : null}
      <p className={styles['quiet']}>{factsOf(chosen)}</p>
      {chosen.sections.length === 0 && chosen.doubts.length === 0 ? (
        <p className={styles['quiet']}>
          {chosen.hasPdf ? 'A PDF without text of its own: open it from the series of its study.' : 'It has no text.'}
        </p>
      ) : null}
    </>
  );
}

const ORIGINS: Readonly<Record<PriorReportText['origin'], string>> = {
  own: 'signed here',
  hl7: 'sent by its site',
  fhir: 'from a FHIR server',
  dicom: 'came with the images',
};

function factsOf({ origin, signer, state, versions, cut }: PriorReportText): string {
  const parts = [ORIGINS[origin], signer, state === 'final' ? '' : state.toUpperCase()];
  if (versions > 0) parts.push(`${versions} earlier ${versions === 1 ? 'text' : 'texts'}`);
  if (cut) parts.push('▲ too long: not all of it is here');
  return parts.filter((one) => one !== '').join(' · ');
}

function nameOf({ title, date }: PriorReportText): string {
  return `${isoDate(date) ?? 'no date'} · ${title}`;
}
