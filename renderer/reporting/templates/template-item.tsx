import { useState } from 'react';
import { ownerOf, sourceOf } from '../../../shared/model/kept-document.ts';
import type { TemplateEntry, TemplateVersion } from '../../../shared/model/kept-template.ts';
import { scopeWords, versionWords } from '../../app/document-words.ts';
import { useServices } from '../../app/services.tsx';
import { Button, bytesText } from '../../ui/index.ts';
import { standingWords } from './template-words.ts';
import styles from './templates.module.css';

/** Does something and says what was done; null: nothing to say. */
export type Act = (work: () => Promise<string | null>) => void;

/** One template of one owner: what it is chosen by, its versions, and what can be done with it. */
export function TemplateItem({
  entry,
  busy,
  act,
  onEdit,
}: {
  readonly entry: TemplateEntry;
  readonly busy: boolean;
  readonly act: Act;
  readonly onEdit: () => void;
}) {
  const { link } = useServices();
  const [versions, setVersions] = useState<readonly TemplateVersion[] | null>(null);
  const { id, name, state, mayChange, wanted } = entry;
  const owner = ownerOf(entry);
  const isThere = state === 'in-force' || state === 'replaced';
  const named = `${name}, ${scopeWords(entry)}`;
  const write = (): void =>
    act(async () => {
      const { token } = await link.call('app.chooseExport', { suggestedName: `${id}.html` });
      if (token === null) return null;
      const { file, bytes } = await link.call('templates.export', { source: sourceOf(entry), id, token });
      return `Written: ${file}, ${bytesText(bytes)}.`;
    });
  const show = (): void =>
    act(async () => {
      if (owner !== null) setVersions((await link.call('templates.versions', { owner, id })).versions);
      return null;
    });
  const back = (version: number): void =>
    act(async () => {
      if (owner === null) return null;
      const now = await link.call('templates.restore', { owner, id, version });
      setVersions((await link.call('templates.versions', { owner, id })).versions);
      return `${name}: version ${version} is back, as version ${now.version}.`;
    });
  const remove = (): void =>
    act(async () => {
      if (owner === null) return null;
      await link.call('templates.remove', { owner, id });
      setVersions(null);
      return `${named}: removed. An earlier version can be brought back.`;
    });
  return (
    <li className={styles['item']}>
      <details>
        <summary>
          <span className={styles['name']}>{name}</span>
          <span className={styles['note']}>{standingWords(entry)}</span>
        </summary>
        <p className={styles['note']}>{wanted.length === 0 ? 'For every study.' : `For: ${wanted.join(' · ')}`}</p>
        <div className={styles['actions']}>
          {isThere ? (
            <>
              <Button disabled={busy} aria-label={`Edit … ${named}`} onClick={onEdit}>
                Edit …
              </Button>
              <Button disabled={busy} aria-label={`Export … ${named}`} onClick={write}>
                Export …
              </Button>
            </>
          ) : null}
          {owner === null ? null : (
            <Button disabled={busy} aria-label={`Versions of ${named}`} onClick={show}>
              Versions
            </Button>
          )}
          {owner !== null && mayChange && state !== 'removed' ? (
            <Button disabled={busy} aria-label={`Remove ${named}`} onClick={remove}>
              Remove
            </Button>
          ) : null}
        </div>
        {versions === null ? null : (
          <ul className={styles['versions']} aria-label={`Versions of ${named}`}>
            {versions.map((one, at) => (
              <li key={one.version} className={styles['actions']}>
                <span>{versionWords(one)}</span>
                {mayChange && at > 0 && one.name !== null ? (
                  <Button
                    disabled={busy}
                    aria-label={`Bring back version ${one.version} of ${name}`}
                    onClick={() => back(one.version)}
                  >
                    Bring back
                  </Button>
                ) : null}
              </li>
            ))}
          </ul>
        )}
      </details>
    </li>
  );
}
