import { useState } from 'react';
import { useStore } from 'zustand';
import { KEY_NOTE, KEY_TITLES, KeyTitle } from '../../shared/model/key-image.ts';
import { Button, IconButton } from '../ui/index.ts';
import { useDesk } from './desk-context.tsx';
import { FrameThumbnail } from './frame-thumbnail.tsx';
import styles from './key-image-strip.module.css';
import { showView, viewGaps } from './show-view.ts';
import type { KeyEntry, ViewEntry } from './marks-keeper.ts';

/** Pictures that were marked and views that were kept, whoever did: press one to see it. Nothing while there is none. */
export function KeyImageStrip() {
  const desk = useDesk();
  const { keys, views } = useStore(desk.marks.store);
  if (keys.length + views.length === 0) return null;
  return (
    <aside className={styles['strip']} aria-label="Key images" data-scope="image">
      {keys.map((entry) => (
        <KeyEntryCard key={entry.id} entry={entry} />
      ))}
      {views.map((view) => (
        <ViewCard key={view.objectId} view={view} />
      ))}
    </aside>
  );
}

function KeyEntryCard({ entry }: { readonly entry: KeyEntry }) {
  const desk = useDesk();
  const { ref, own, title, note, by } = entry;
  return (
    <div className={styles['entry']} role="group" aria-label={`Key image ${title}`}>
      <Button
        tone="quiet"
        className={styles['picture']}
        disabled={ref === null}
        aria-label={ref === null ? `${title}: not here` : `Show ${title}`}
        onClick={() => (ref === null ? undefined : desk.showFrame(ref))}
      >
        <FrameThumbnail source={ref} modality={ref === null ? 'not here' : ''} />
      </Button>
      <span className={styles['words']}>
        {own === null ? (
          <>
            <strong className={styles['one']}>{title}</strong>
            {note === '' ? null : <span>{note}</span>}
          </>
        ) : (
          <OwnWords entry={entry} own={own} />
        )}
        <span className={styles['quiet']}>{by === '' ? 'nobody is named' : by}</span>
      </span>
    </div>
  );
}

function OwnWords({ entry, own }: { readonly entry: KeyEntry; readonly own: NonNullable<KeyEntry['own']> }) {
  const desk = useDesk();
  const [note, setNote] = useState(own.note);
  const change = (how: Partial<Pick<typeof own, 'title' | 'note'>> & { readonly marked?: boolean }): void => {
    const { title } = own;
    void desk.marks.mark(entry.studyId, own, { title, note, marked: true, ...how });
  };
  return (
    <>
      <span className={styles['row']}>
        <select
          aria-label="Title of the key image"
          value={own.title}
          onChange={(event) => change({ title: KeyTitle.parse(event.target.value) })}
        >
          {KeyTitle.options.map((one) => (
            <option key={one} value={one}>
              {KEY_TITLES[one][1]}
            </option>
          ))}
        </select>
        <IconButton label="Remove the key image" onClick={() => change({ marked: false })}>
          ✕
        </IconButton>
      </span>
      <input
        aria-label="Note of the key image"
        placeholder="Note"
        maxLength={KEY_NOTE}
        value={note}
        onChange={(event) => setNote(event.target.value)}
        onBlur={() => (note === own.note ? undefined : change({}))}
        onKeyDown={(event) => (event.key === 'Enter' ? event.currentTarget.blur() : undefined)}
      />
    </>
  );
}

function ViewCard({ view }: { readonly view: ViewEntry }) {
  const desk = useDesk();
  const { name, by, state } = view;
  const gaps = viewGaps(desk, state);
  return (
    <div className={styles['entry']} role="group" aria-label={`View ${name}`}>
      <Button tone="quiet" aria-label={`Show view ${name}`} onClick={() => showView(desk, view)}>
        View
      </Button>
      <span className={styles['words']}>
        <strong className={styles['one']}>{name}</strong>
        <span className={styles['quiet']}>{by === '' ? 'nobody is named' : by}</span>
        {gaps.length === 0 ? null : <span>Not shown here: {gaps.join(', ')}</span>}
      </span>
    </div>
  );
}
