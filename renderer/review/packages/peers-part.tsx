import { useState } from 'react';
import type { ReviewPeer } from '../../../shared/model/review/package.ts';
import { localDay } from '../../app/local-time.ts';
import { errorWords } from '../../app/notices/index.ts';
import { useServices } from '../../app/services.tsx';
import { useTask } from '../../app/use-task.ts';
import { Button, FailureLine, FormActions, FormGroup, FormLine, TextField } from '../../ui/index.ts';
import styles from './packages.module.css';

const STATE: Readonly<Record<ReviewPeer['state'], string>> = {
  active: 'until',
  expired: 'expired',
  revoked: 'no longer trusted, was until',
};

/** People of other stations whom the person trusts with packages. */
export function PeersPart({
  peers,
  onChanged,
}: {
  readonly peers: readonly ReviewPeer[];
  readonly onChanged: () => void;
}) {
  const { link } = useServices();
  const task = useTask();
  const [isEnrolling, setEnrolling] = useState(false);
  return (
    <section aria-label="People of other stations" className={styles['part']}>
      <h2>People of other stations</h2>
      {peers.length === 0 ? (
        <p className={styles['quiet']}>Nobody is enrolled: no package is taken, and none goes out.</p>
      ) : (
        <ul className={styles['rows']}>
          {peers.map((peer) => (
            <li key={peer.peerId} data-state={peer.state}>
              <strong>{`${peer.name}, ${peer.site}`}</strong>
              <span className={styles['mono']}>{peer.fingerprint}</span>
              <span className={styles['quiet']}>{`${STATE[peer.state]} ${localDay(peer.expiresAt)}`}</span>
              {peer.state === 'active' ? (
                <Button
                  tone="quiet"
                  disabled={task.busy}
                  aria-label={`Trust ${peer.name} no longer`}
                  onClick={() =>
                    task.start(async () => {
                      await link.call('review.revokePeer', { peer: peer.peerId });
                      onChanged();
                    })
                  }
                >
                  Trust no longer
                </Button>
              ) : null}
            </li>
          ))}
        </ul>
      )}
      <FailureLine said={task.failure === null ? null : errorWords(task.failure)} />
      {isEnrolling ? (
        <EnrolForm
          onDone={() => {
            setEnrolling(false);
            onChanged();
          }}
        />
      ) : (
        <FormActions>
          <Button onClick={() => setEnrolling(true)}>Enrol somebody …</Button>
        </FormActions>
      )}
    </section>
  );
}

function EnrolForm({ onDone }: { readonly onDone: () => void }) {
  const { link } = useServices();
  const task = useTask();
  const [name, setName] = useState('');
  const [site, setSite] = useState('');
  const [card, setCard] = useState('');
  const [fingerprint, setFingerprint] = useState('');
  const [days, setDays] = useState('365');
  const daysNumber = Number(days);
  const isDays = Number.isInteger(daysNumber) && daysNumber > 0 && daysNumber <= 3660;
  const isWhole = [name, site, card, fingerprint].every((text) => text.trim() !== '') && isDays;
  return (
    <FormGroup
      title="Enrol somebody"
      help="Ask them for the fingerprint by telephone and type what you hear: a card that was changed on its way has another one."
    >
      <TextField label="Name" value={name} maxLength={200} onChange={(event) => setName(event.target.value)} />
      <TextField label="Station" value={site} maxLength={200} onChange={(event) => setSite(event.target.value)} />
      <FormLine>
        <TextField label="Their card" value={card} maxLength={1000} onChange={(event) => setCard(event.target.value)} />
      </FormLine>
      <TextField
        label="Fingerprint, as you heard it"
        value={fingerprint}
        maxLength={100}
        autoComplete="off"
        onChange={(event) => setFingerprint(event.target.value)}
      />
      <TextField
        label="Trusted for … days"
        value={days}
        inputMode="numeric"
        maxLength={4}
        problem={isDays ? null : 'From 1 to 3660'}
        onChange={(event) => setDays(event.target.value)}
      />
      <FormLine>
        <FormActions>
          <Button
            tone="primary"
            disabled={task.busy || !isWhole}
            onClick={() =>
              task.start(async () => {
                await link.call('review.enrol', { name, site, card, fingerprint, days: daysNumber });
                onDone();
              })
            }
          >
            Enrol
          </Button>
          <Button tone="quiet" onClick={onDone}>
            Leave it
          </Button>
        </FormActions>
        <FailureLine said={task.failure === null ? null : errorWords(task.failure)} />
      </FormLine>
    </FormGroup>
  );
}
