import { useState } from 'react';
import type { ProtocolEntry } from '../../../shared/hanging/protocol/kept.ts';
import { Button, bytesText } from '../../ui/index.ts';
import { useServices } from '../services.tsx';
import { bundlesOf } from './hanging-words.ts';
import styles from './hanging.module.css';

/** All protocols of one owner in one file that this station signs: what is the site's is given away without what is somebody's own. */
export function BundleExport({
  entries,
  busy,
  act,
}: {
  readonly entries: readonly ProtocolEntry[];
  readonly busy: boolean;
  readonly act: (work: () => Promise<string | null>) => void;
}) {
  const { link } = useServices();
  const bundles = bundlesOf(entries);
  const [wanted, setWanted] = useState('');
  const chosen = bundles.find(({ key }) => key === wanted) ?? bundles[0];
  const write = async (): Promise<string | null> => {
    const { token } = await link.call('app.chooseExport', { suggestedName: 'hanging-protocols.json' });
    if (token === null || !chosen) return null;
    const { file, bytes } = await link.call('hanging.export', { what: [...chosen.what], format: 'bundle', token });
    return `Written: ${file}, ${bytesText(bytes)}. This station signed it.`;
  };
  return (
    <span className={styles['choice']}>
      <label>
        Signed bundle of{' '}
        <select
          value={chosen?.key ?? ''}
          disabled={busy || bundles.length === 0}
          onChange={({ target }) => setWanted(target.value)}
        >
          {bundles.length === 0 ? <option value="">nothing kept here yet</option> : null}
          {bundles.map(({ key, words }) => (
            <option key={key} value={key}>
              {words}
            </option>
          ))}
        </select>
      </label>
      <Button disabled={busy || !chosen} onClick={() => act(write)}>
        Export the bundle …
      </Button>
    </span>
  );
}
