import { useMemo, useState } from 'react';
import { Button, classNames, fitParts, measureFor, useSize } from '../ui/index.ts';
import type { Measure } from '../ui/index.ts';
import { useHold, useOthers } from '../hold/index.ts';
import { useComposition, useDeskCase } from './desk-context.tsx';
import { patientFacts } from './patient-facts.ts';
import type { BannerOf, PatientFact } from './patient-facts.ts';
import styles from './reading-desk.module.css';
import { DoubtDialog } from './doubt-dialog.tsx';
import { useDoubt } from './use-doubt.ts';
import { useOrderNow } from './use-order-now.ts';
import { useRejections } from './use-rejections.ts';
import { useSiteChanges } from './use-site-changes.ts';

/** From this width of the banner on one line is enough, CSS pixels; below it stands on two. As in the style sheet. */
const ONE_LINE_FROM = 1000;
/** As --font-base and --space-3. */
const TEXT_SIZE = 13;
const GAP = 12;

/** Who is on the glass, said in words. */
export function PatientBar({ onClose }: { readonly onClose: () => void }) {
  const open = useDeskCase();
  const hanging = useComposition((composition) => composition.hangingName);
  const site = useSiteChanges(open.status === 'open' ? open.current.study.studyId : null);
  const order = useOrderNow(
    open.status === 'open' ? open.current.study.studyId : null,
    open.status === 'open' ? open.current.study.order : undefined,
  );
  const rejections = useRejections();
  const doubt = useDoubt(open.status === 'open' ? open.current.study.studyId : null);
  const hold = useHold(open.status === 'open' ? open.current.study.studyId : null);
  const alsoReading = useOthers(open.status === 'open' ? open.current.study.studyId : null);
  const [asking, setAsking] = useState(false);
  return (
    <header className={styles['patientBar']}>
      {open.status === 'open' ? (
        <PatientWords
          study={order.order === null ? open.current.study : { ...open.current.study, order: order.order }}
          orderNews={order.words}
          priors={open.priors.length}
          hanging={hanging}
          site={site.words}
          rejected={rejections.words}
          doubt={doubt.words}
          hold={hold}
          alsoReading={alsoReading}
        />
      ) : (
        <span className={styles['patient']}>Opening …</span>
      )}
      {doubt.text === null ? null : <Button onClick={() => setAsking(true)}>Ask the site …</Button>}
      {asking && doubt.text !== null ? <DoubtDialog doubt={doubt} onClose={() => setAsking(false)} /> : null}
      {rejections.show === null ? null : (
        <Button
          onClick={rejections.show}
          title="Hangs the images that the site rejected for their quality, each with a mark. They stay out of the report."
        >
          Show rejected images
        </Button>
      )}
      {site.fetch === null ? null : <Button onClick={site.fetch}>Fetch what is new</Button>}
      <Button tone="quiet" onClick={onClose}>
        Close study
      </Button>
    </header>
  );
}

/** Lines wrap; what does not fit is left out by rank, and stands in the tooltip with all the rest. */
function PatientWords(banner: BannerOf) {
  const [words, setWords] = useState<HTMLElement | null>(null);
  const size = useSize(words);
  const facts = patientFacts(banner);
  const measure = useMemo(() => (words ? measureFor(words, TEXT_SIZE) : null), [words]);
  const kept = measure && size ? fitting(facts, size.width, measure) : null;
  return (
    <p ref={setWords} className={styles['patient']} title={facts.map(({ text }) => text).join(' · ')}>
      {facts
        .filter(({ key }) => kept?.has(key) ?? true)
        .map((fact) => (
          <Fact key={fact.key} fact={fact} />
        ))}
    </p>
  );
}

function Fact({ fact: { text, look, parts } }: { readonly fact: PatientFact }) {
  const words = parts ? (
    <>
      <bdi>{parts[0]}</bdi> (<bdi>{parts[1]}</bdi>)
    </>
  ) : (
    <bdi>{text}</bdi>
  );
  if (look === 'name') return <strong>{words}</strong>;
  if (look === 'warning') return <strong className={styles['warning']}>{words}</strong>;
  return <span className={classNames(look === 'quiet' && styles['quiet'])}>{words}</span>;
}

function fitting(facts: readonly PatientFact[], width: number, measure: Measure): ReadonlySet<string> {
  const parts = facts.map(({ key, text, rank }) => ({ key, rank, width: measure(text) }));
  // A warning takes no room from who it is.
  const lines = width >= ONE_LINE_FROM ? 1 : 2;
  return fitParts(parts, { width, gap: GAP, lines: facts.some(({ look }) => look === 'warning') ? lines + 1 : lines });
}
