import { useId, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { useStore } from 'zustand';
import type { ReportHit } from '../../shared/model/report-hit.ts';
import { putOnDesk } from '../app/layout.ts';
import { errorWords } from '../app/notices/index.ts';
import { useServices } from '../app/services.tsx';
import { Button, Dialog, TextField } from '../ui/index.ts';
import { countWords, hitFacts } from './hit-words.ts';
import styles from './past-reports.module.css';
import { useReportSearch } from './use-report-search.ts';
import type { Asked } from './use-report-search.ts';

/** Signed reports by their words. Arrow keys choose, Enter opens the case with its report. */
export function PastReportsDialog({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  return (
    <Dialog
      title="Search past reports"
      open={open}
      width="broad"
      onClose={onClose}
      actions={<Button onClick={onClose}>Close</Button>}
    >
      {open ? <Search onClose={onClose} /> : null}
    </Dialog>
  );
}

function Search({ onClose }: { readonly onClose: () => void }) {
  const { access, layout } = useServices();
  const reader = useStore(access.view, (view) => view.state?.reader?.personId ?? null);
  const [asked, setAsked] = useState<Asked>({ words: '', modality: '', from: '', to: '' });
  const [chosen, setChosen] = useState(0);
  const { answer, failure } = useReportSearch(asked);
  const listId = useId();
  const hits = answer?.hits ?? [];
  const at = Math.min(chosen, Math.max(0, hits.length - 1));
  const change = (more: Partial<Asked>): void => {
    setAsked({ ...asked, ...more });
    setChosen(0);
  };
  const show = ({ studyId }: ReportHit): void => {
    putOnDesk(layout, reader, studyId);
    onClose();
  };
  const press = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 }[event.key];
    const hit = hits[at];
    if (step !== undefined && hits.length > 0) {
      event.preventDefault();
      const next = Math.max(0, Math.min(hits.length - 1, at + step));
      setChosen(next);
      document.querySelector(`#${CSS.escape(`${listId}-${next}`)}`)?.scrollIntoView({ block: 'nearest' });
    } else if (event.key === 'Enter' && hit !== undefined && answer?.words === asked.words) {
      event.preventDefault();
      show(hit);
    }
  };
  const said = failure === null ? null : errorWords(failure);
  return (
    <div className={styles['search']} onKeyDown={press} role="search">
      <div className={styles['fields']}>
        <TextField
          label="Words of the report"
          data-autofocus
          autoComplete="off"
          spellCheck={false}
          value={asked.words}
          maxLength={500}
          role="combobox"
          aria-expanded={hits.length > 0}
          aria-controls={listId}
          aria-activedescendant={hits.length > 0 ? `${listId}-${at}` : undefined}
          hint={answer === null ? '' : countWords(answer.words, hits.length, answer.more)}
          problem={said === null ? null : `${said.title}. ${said.next}`}
          onChange={(event) => change({ words: event.target.value })}
        />
        <TextField
          label="Modality"
          value={asked.modality}
          maxLength={16}
          onChange={(event) => change({ modality: event.target.value.trim().toUpperCase() })}
        />
        <TextField
          label="From year"
          inputMode="numeric"
          value={asked.from}
          maxLength={4}
          onChange={(event) => change({ from: event.target.value })}
        />
        <TextField
          label="To year"
          inputMode="numeric"
          value={asked.to}
          maxLength={4}
          onChange={(event) => change({ to: event.target.value })}
        />
      </div>
      <ul id={listId} role="listbox" aria-label="Reports found" className={styles['list']}>
        {hits.map((hit, index) => (
          <li
            key={hit.ref}
            id={`${listId}-${index}`}
            role="option"
            aria-selected={index === at}
            className={styles['hit']}
            onClick={() => show(hit)}
          >
            <div className={styles['who']}>
              <strong>
                <bdi>{hit.patientName === '' ? 'no name' : hit.patientName}</bdi>
              </strong>
              <bdi>{hit.title}</bdi>
              <span className={styles['facts']}>{hitFacts(hit)}</span>
            </div>
            <p className={styles['excerpt']} dir="auto">
              {hit.excerpt.map((piece, place) => (piece.found ? <mark key={place}>{piece.text}</mark> : piece.text))}
            </p>
          </li>
        ))}
      </ul>
    </div>
  );
}
