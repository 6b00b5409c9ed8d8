import { useCallback, useEffect, useState } from 'react';
import { displayName, parsePersonName } from '../../../shared/dicom/person-name.ts';
import type { Destination } from '../../../shared/model/destination.ts';
import type { UnsentReport } from '../../../shared/model/outbox.ts';
import { Button } from '../../ui/index.ts';
import { localMinutes } from '../local-time.ts';
import { useRefusal } from '../may.ts';
import { errorWords } from '../notices/index.ts';
import { useServices } from '../services.tsx';
import type { StationLink } from '../station-link.ts';
import { useTask } from '../use-task.ts';
import styles from './outbox.module.css';
import { offersOf, offerWords } from './unsent-words.ts';
import type { Offer } from './unsent-words.ts';

/**
 * Reports that were signed while their site had no destination: they go out only when somebody says so here, once it has one. Nothing
 * where there are none, or for who may not see patients.
 */
export function UnsentOffer({ known }: { readonly known?: readonly Destination[] | null }) {
  const { link } = useServices();
  const refusal = useRefusal('outbox.unsent');
  const [offers, setOffers] = useState<readonly Offer[]>([]);
  const load = useCallback(async (): Promise<void> => setOffers(await ask(link)), [link]);
  const mayAsk = refusal === null;
  useEffect(() => {
    if (!mayAsk) return;
    let gone = false;
    const look = (): void => {
      ask(link).then(
        (found) => (gone ? undefined : setOffers(found)),
        () => (gone ? undefined : setOffers([])),
      );
    };
    look();
    const deafen = link.on('outbox.changed', look);
    return () => {
      gone = true;
      deafen();
    };
    // Another destination is another offer.
  }, [link, mayAsk, known]);
  return offers.map((offer) => <OneOffer key={offer.site} offer={offer} onDone={load} />);
}

async function ask(link: StationLink): Promise<readonly Offer[]> {
  const [{ reports }, { destinations }] = [
    await link.call('outbox.unsent', { site: null }),
    await link.call('destination.list', {}),
  ];
  return offersOf(reports, destinations);
}

function OneOffer({ offer, onDone }: { readonly offer: Offer; readonly onDone: () => Promise<void> }) {
  const { link } = useServices();
  const task = useTask();
  const refusal = useRefusal('outbox.sendUnsent');
  const { site, reports, destinations } = offer;
  const reportIds = reports.map(({ reportId }) => reportId);
  const send = async (to: readonly Destination[]): Promise<void> => {
    const destinationIds = to.map(({ destinationId }) => destinationId);
    await link.call('outbox.sendUnsent', { destinationIds, reportIds });
    await onDone();
  };
  const leave = async (): Promise<void> => {
    await link.call('outbox.leaveUnsent', { site, reportIds });
    await onDone();
  };
  const said = task.failure === null ? null : errorWords(task.failure);
  return (
    <section className={styles['offer']} aria-label={`Reports that were never sent to ${site}`}>
      <details>
        <summary>{offerWords(offer)}</summary>
        <ul className={styles['lines']}>
          {reports.map((report) => (
            <OneReport key={report.reportId} report={report} />
          ))}
        </ul>
      </details>
      {refusal === null ? (
        <div className={styles['actions']}>
          {destinations.length < 2 ? null : (
            <Button disabled={task.busy} onClick={() => task.start(() => send(destinations))}>
              Send to all
            </Button>
          )}
          {destinations.map((one) => (
            <Button key={one.destinationId} disabled={task.busy} onClick={() => task.start(() => send([one]))}>
              {`Send to ${one.name}`}
            </Button>
          ))}
          <Button tone="quiet" disabled={task.busy} onClick={() => task.start(leave)}>
            {reports.length === 1 ? 'Leave it here' : 'Leave them here'}
          </Button>
        </div>
      ) : (
        <p className={styles['quiet']}>{refusal}</p>
      )}
      {said === null ? null : <p role="alert">{`${said.title}. ${said.next}`}</p>}
    </section>
  );
}

function OneReport({ report }: { readonly report: UnsentReport }) {
  const { patientName, accession, reportState, signedAt, given } = report;
  return (
    <li className={styles['quiet']}>
      <bdi>{displayName(parsePersonName(patientName))}</bdi>
      {accession === null ? '' : ` · acc ${accession}`}
      {` · ${reportState}, signed ${localMinutes(signedAt)}`}
      {given ? ' · was exported, or noted as delivered' : ''}
    </li>
  );
}
