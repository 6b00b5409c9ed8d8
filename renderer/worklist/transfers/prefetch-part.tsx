import { useEffect, useState } from 'react';
import type { PrefetchReport } from '../../../shared/model/prefetch.ts';
import { asAppError } from '../../../shared/errors/app-error.ts';
import { localMinutes } from '../../app/local-time.ts';
import { useRefusal } from '../../app/may.ts';
import { errorWords, useNotices } from '../../app/notices/index.ts';
import { useServices } from '../../app/services.tsx';
import { bytesText, Button } from '../../ui/index.ts';
import { forecastPoints } from './forecast-points.ts';
import styles from './transfers.module.css';

/** The plan changes slowly; what runs now stands above. Milliseconds. */
const EVERY_MS = 20_000;
/** Lines shown; their number says how many more there are. */
const MOST_LINES = 6;

type Loaded = { readonly plan: PrefetchReport } | { readonly failure: unknown } | null;

/** What comes next, why, and when it will be here. Nothing where no source is set up. */
export function PrefetchPart() {
  const { link } = useServices();
  const notices = useNotices();
  const refusal = useRefusal('prefetch.run');
  const [loaded, setLoaded] = useState<Loaded>(null);
  const [asked, setAsked] = useState(0);
  useEffect(() => {
    let wanted = true;
    const load = (): void => {
      link.call('prefetch.plan', { ask: false }).then(
        (plan) => wanted && setLoaded({ plan }),
        (failure: unknown) => wanted && setLoaded({ failure }),
      );
    };
    load();
    const timer = setInterval(load, EVERY_MS);
    return () => {
      wanted = false;
      clearInterval(timer);
    };
  }, [link, asked]);
  if (loaded === null) return null;
  if ('failure' in loaded) {
    const isOther = ['request/unknown-call', 'access/not-allowed'].includes(asAppError(loaded.failure).code);
    return isOther ? null : (
      <p className={styles['none']}>{`What comes next is not known: ${errorWords(loaded.failure).title}.`}</p>
    );
  }
  const { plan } = loaded;
  if (plan.rates.length === 0) return null;
  const run = (): void => {
    link.call('prefetch.run', {}).then(
      () => setAsked((times) => times + 1),
      (error: unknown) => notices.fail(error, 'Fetch ahead'),
    );
  };
  return (
    <section className={styles['ahead']} aria-label="Fetching ahead">
      <div className={styles['line']}>
        <h3>Fetching ahead</h3>
        {refusal === null && plan.fetch.length > 0 ? (
          <Button tone="quiet" onClick={run}>
            Fetch now
          </Button>
        ) : null}
      </div>
      <p>{[plan.words, plan.doneAt === null ? '' : `done ${clock(plan.doneAt)}`].filter(Boolean).join(', ')}</p>
      <Plot plan={plan} />
      <Lines plan={plan} />
      <ul className={styles['details']} aria-label="Lines">
        {plan.rates.map(({ sourceId, sourceName, measured, counted, samples }) => (
          <li key={sourceId}>
            <bdi>{sourceName}</bdi>{' '}
            {samples === 0 ? 'not measured yet' : `${megabits(measured)} Mbit/s, counted on ${megabits(counted)}`}
          </li>
        ))}
      </ul>
      {plan.settings.on ? null : <p className={styles['why']}>Only when asked: fetching by itself is off.</p>}
    </section>
  );
}

function Lines({ plan }: { readonly plan: PrefetchReport }) {
  const more = plan.fetch.length - MOST_LINES;
  return (
    <ul className={styles['details']} aria-label="What comes next">
      {plan.fetch.slice(0, MOST_LINES).map(({ studyUid, role, why, bytes, doneAt, sourceName }) => (
        <li key={studyUid}>
          {`${role === 'prior' ? 'prior' : 'study'}, ${bytesText(bytes)}, ${clock(doneAt)}, `}
          <bdi>{sourceName}</bdi>
          <span className={styles['path']}>{why}</span>
        </li>
      ))}
      {more > 0 ? <li>{`${more} more`}</li> : null}
      {plan.left.length === 0 ? null : (
        <li>{`${plan.left.length} not fetched: ${[...new Set(plan.left.map(({ words }) => words))].slice(0, 3).join('; ')}`}</li>
      )}
    </ul>
  );
}

/** The words beside it say the same. */
function Plot({ plan }: { readonly plan: PrefetchReport }) {
  const points = forecastPoints(plan);
  if (points.length === 0) return null;
  const path = points.map(({ time, bytes }) => `${(time * 100).toFixed(1)},${(40 - bytes * 40).toFixed(1)}`).join(' ');
  return (
    <svg className={styles['plot']} viewBox="0 0 100 40" preserveAspectRatio="none" aria-hidden="true">
      <polyline points={path} />
    </svg>
  );
}

function clock(at: string): string {
  return localMinutes(at).slice(-5);
}

function megabits(bytesPerSecond: number): string {
  return ((bytesPerSecond * 8) / 1e6).toFixed(bytesPerSecond < 1.25e6 ? 1 : 0);
}
