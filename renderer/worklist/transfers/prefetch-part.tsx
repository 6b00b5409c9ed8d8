import { useEffect, useState } from 'react';
import type { PrefetchReport } from '../../../shared/model/prefetch.ts';
import { asAppError } from '../../../shared/errors/app-error.ts';
import { useKeyLabel } from '../../app/commands/index.ts';
import { localMinutes } from '../../app/local-time.ts';
import { useRefusal } from '../../app/may.ts';
import { errorWords, useNotices } from '../../app/notices/index.ts';
import { useServices } from '../../app/services.tsx';
import { bytesText, Button, LinePlot } from '../../ui/index.ts';
import { LIST_KEYS } from '../list-keys.ts';
import { LineRates } from './line-rates.tsx';
import { forecastPoints } from './plot-points.ts';
import { clockText, rateText } from './rate-text.ts';
import styles from './transfers.module.css';
import { useTonight } from './use-tonight.ts';

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
      <Limits plan={plan} onChanged={() => setAsked((times) => times + 1)} />
      <Forecast plan={plan} />
      <Lines plan={plan} />
      <ul className={styles['details']} aria-label="Lines">
        {plan.rates.map(({ sourceId, sourceName, measured, counted, samples }) => (
          <li key={sourceId}>
            <bdi>{sourceName}</bdi>{' '}
            {samples === 0 ? 'not measured yet' : `${rateText(measured)}, counted on ${rateText(counted)}`}
          </li>
        ))}
      </ul>
      <LineRates />
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

/** What is still to come against the time: the words above say when it ends. */
function Forecast({ plan }: { readonly plan: PrefetchReport }) {
  return (
    <LinePlot
      title="Still to come"
      points={forecastPoints(plan)}
      atText={clockText}
      valueText={bytesText}
      valueName="Still to come"
    />
  );
}

/** Room on the disk, and lines that are paid by the byte. */
function Limits({ plan, onChanged }: { readonly plan: PrefetchReport; readonly onChanged: () => void }) {
  const { may, set } = useTonight();
  const key = useKeyLabel(LIST_KEYS.tonight.id);
  const { metered, meterLiftedUntil: until } = plan;
  const isLifted = until !== null;
  const lines = metered.length === 1 ? `The line to ${metered[0]} is` : `The lines to ${metered.join(', ')} are`;
  return (
    <>
      <p className={plan.isFull ? undefined : styles['why']} role="status">
        {plan.isFull ? (
          <>
            <span aria-hidden="true">■ </span>
            {'Nothing more is fetched: the room is used up. '}
          </>
        ) : null}
        {`${bytesText(plan.usedBytes)} of ${bytesText(plan.settings.quotaBytes)} used by studies from sites.`}
        {plan.isFull ? ' Allow more in the settings, or let a case go that is kept here.' : ''}
      </p>
      {metered.length === 0 ? null : (
        <div>
          <p>
            {isLifted
              ? `${lines} paid by the byte, and used ahead until ${clock(until)}.`
              : `${lines} paid by the byte: only what is opened is fetched.`}
          </p>
          {may ? (
            <Button
              tone="quiet"
              keyHint={isLifted ? '' : (key ?? '')}
              onClick={() => void set(!isLifted).then(onChanged)}
            >
              {isLifted ? 'Only what is opened' : 'Fetch ahead tonight'}
            </Button>
          ) : null}
        </div>
      )}
    </>
  );
}

function clock(at: string): string {
  return localMinutes(at).slice(-5);
}
