import { useState } from 'react';
import type { MouseEvent } from 'react';
import type { ProtocolEntry, ProtocolVersion } from '../../../shared/hanging/protocol/kept.ts';
import { ownerOf, sourceOf } from '../../../shared/model/kept-document.ts';
import { ProtocolEditor } from '../../hanging/index.ts';
import { Button, bytesText, CheckField } from '../../ui/index.ts';
import { entryWords, scopeWords, versionWords } from '../document-words.ts';
import { useServices } from '../services.tsx';
import { stateWords } from './hanging-words.ts';
import type { ProtocolGroup } from './hanging-words.ts';
import styles from './hanging.module.css';

/** Does something and says what was done; null: nothing to say. */
type Act = (work: () => Promise<string | null>) => void;

/** One protocol: what counts, and below it every scope that has one of this name. */
export function ProtocolItem({
  group: { id, name, entries },
  busy,
  act,
}: {
  readonly group: ProtocolGroup;
  readonly busy: boolean;
  readonly act: Act;
}) {
  const { link } = useServices();
  const [first] = entries;
  const isOff = entries.some(({ state }) => state === 'off');
  const isThere = entries.some(({ state }) => state !== 'removed');
  const turn = (off: boolean): void =>
    act(async () => {
      await link.call('hanging.switch', { id, off });
      return off ? `${name} is switched off for you.` : `${name} hangs for you again.`;
    });
  return (
    <li className={styles['protocol']}>
      <details>
        <summary>
          <span className={styles['name']}>{name}</span>
          <span className={styles['note']}>
            {scopeWords(first)}, version {first.version}
            {first.state === 'in-force' ? '' : ` — ${stateWords(first)}`}
          </span>
        </summary>
        {first.note === null ? null : <p>{first.note}</p>}
        {isThere ? (
          <CheckField label="Hangs for me" checked={!isOff} disabled={busy} onChange={(isOn) => turn(!isOn)} />
        ) : null}
        <ul className={styles['entries']}>
          {entries.map((entry) => (
            <Kept key={`${entry.scope} ${entry.group ?? ''}`} entry={entry} busy={busy} act={act} />
          ))}
        </ul>
      </details>
    </li>
  );
}

/** The button goes with what it does: the keys stay at the protocol. */
function stay({ currentTarget }: MouseEvent<HTMLElement>): void {
  currentTarget.closest('details')?.querySelector('summary')?.focus();
}

function Kept({ entry, busy, act }: { readonly entry: ProtocolEntry; readonly busy: boolean; readonly act: Act }) {
  const { link } = useServices();
  const [versions, setVersions] = useState<readonly ProtocolVersion[] | null>(null);
  const [editing, setEditing] = useState(false);
  const { id, name, state, mayChange } = entry;
  const owner = ownerOf(entry);
  const isThere = state !== 'removed' && state !== 'unreadable';
  const whose = scopeWords(entry);
  const write = (format: 'dicom' | 'json'): void =>
    act(async () => {
      const { token } = await link.call('app.chooseExport', {
        suggestedName: `${id}.${format === 'dicom' ? 'dcm' : 'json'}`,
      });
      if (token === null) return null;
      const what = [{ source: sourceOf(entry), id }];
      const { file, bytes } = await link.call('hanging.export', { what, format, token });
      return `Written: ${file}, ${bytesText(bytes)}.`;
    });
  const show = (): void =>
    act(async () => {
      if (owner !== null) setVersions((await link.call('hanging.versions', { owner, id })).versions);
      return null;
    });
  const back = (version: number): void =>
    act(async () => {
      if (owner === null) return null;
      const now = await link.call('hanging.restore', { owner, id, version });
      setVersions((await link.call('hanging.versions', { owner, id })).versions);
      return `${name}: version ${version} is back, as version ${now.version}.`;
    });
  const remove = (): void =>
    act(async () => {
      if (owner === null) return null;
      await link.call('hanging.remove', { owner, id });
      setVersions(null);
      return `${name}, ${whose}: removed. An earlier version can be brought back.`;
    });
  return (
    <li>
      <p>
        {entryWords(entry)} <span className={styles['note']}>— {stateWords(entry)}</span>
      </p>
      <div className={styles['choice']}>
        {isThere ? (
          <>
            <Button disabled={busy} aria-label={`Edit … ${name}, ${whose}`} onClick={() => setEditing(true)}>
              Edit …
            </Button>
            <Button disabled={busy} aria-label={`Export as JSON … ${name}, ${whose}`} onClick={() => write('json')}>
              Export as JSON …
            </Button>
            <Button disabled={busy} aria-label={`Export as DICOM … ${name}, ${whose}`} onClick={() => write('dicom')}>
              Export as DICOM …
            </Button>
          </>
        ) : null}
        {owner === null ? null : (
          <Button disabled={busy} aria-label={`Versions of ${name}, ${whose}`} onClick={show}>
            Versions
          </Button>
        )}
        {owner !== null && mayChange && state !== 'removed' ? (
          <Button
            disabled={busy}
            aria-label={`Remove ${name}, ${whose}`}
            onClick={(event) => {
              stay(event);
              remove();
            }}
          >
            Remove
          </Button>
        ) : null}
      </div>
      {editing ? <ProtocolEditor of={{ id, source: sourceOf(entry) }} onClose={() => setEditing(false)} /> : null}
      {versions === null ? null : (
        <ul className={styles['versions']} aria-label={`Versions of ${name}, ${whose}`}>
          {versions.map((one, at) => (
            <li key={one.version}>
              <span>{versionWords(one)}</span>
              {mayChange && at > 0 && one.name !== null ? (
                <Button
                  disabled={busy}
                  aria-label={`Bring back version ${one.version} of ${name}`}
                  onClick={(event) => {
                    stay(event);
                    back(one.version);
                  }}
                >
                  Bring back
                </Button>
              ) : null}
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}
