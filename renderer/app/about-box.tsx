import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { AppInfo } from '../../shared/contract/app.ts';
import { Button, Dialog } from '../ui/index.ts';
import styles from './about-box.module.css';
import { doubtsHere } from './display-facts.ts';
import { errorWords } from './notices/index.ts';
import { checkFacts } from './station-record/index.ts';
import { useServices } from './services.tsx';

/** What this program is, what it runs on, and what it is not. */
export function AboutBox({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  return (
    <Dialog
      title="About Nightjar"
      open={open}
      onClose={onClose}
      actions={
        <Button data-autofocus onClick={onClose}>
          Close about
        </Button>
      }
    >
      <p>Not a cleared medical device. Evaluation only, until cleared or accepted by your organisation.</p>
      <Facts />
    </Dialog>
  );
}

function Facts() {
  const { link, preferences } = useServices();
  const drawn = useStore(preferences, (state) => state.painted);
  const monitor = useStore(preferences, (state) => state.monitor);
  const checked = useStore(preferences, (state) => state.checked);
  const doubts = doubtsHere({ monitor, checked });
  const [info, setInfo] = useState<AppInfo | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  useEffect(() => {
    link.call('app.info', {}).then(setInfo, setFailure);
  }, [link]);
  if (failure !== null) return <p role="alert">{errorWords(failure).title}.</p>;
  const facts: readonly (readonly [string, string])[] = [
    ['Version', info ? `${info.version}${info.packaged ? '' : ' (from sources)'}` : '…'],
    ['Runs on', info?.runtime ?? '…'],
    ['Electron', info?.electron ?? '…'],
    ['Chromium', info?.chromium ?? '…'],
    ['Node', info?.node ?? '…'],
    ['Platform', info?.platform ?? '…'],
    ['Graphics', info ? (info.gpu ? 'graphics processor' : 'drawn by the processor') : '…'],
    [
      'Images',
      drawn ? `drawn by the ${drawn.by === 'card' ? 'graphics card' : 'processor'}: ${drawn.why}` : 'none drawn yet',
    ],
    ['Display', doubts.length === 0 ? 'diagnostic' : `not diagnostic: ${doubts.join('; ')}`],
    ...checkFacts({ monitor, checked }),
    ['Stores', info ? (info.evaluation ? 'evaluation only' : 'clinical and evaluation') : '…'],
  ];
  return (
    <dl className={styles['facts']}>
      {facts.map(([name, value]) => (
        <div key={name} className={styles['fact']}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
