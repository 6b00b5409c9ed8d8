import type { ReactNode } from 'react';
import type { ReaderPseudonym } from '../../../shared/model/ids.ts';
import type { ReviewPerson } from '../../../shared/model/review/review-view.ts';
import { ReviewRegion } from '../../../shared/model/review/source-report.ts';
import { CheckField, TextField } from '../../ui/index.ts';
import { NEW_REVIEWER } from './programme-draft.ts';
import type { ProgrammeDraft, ReviewerDraft } from './programme-draft.ts';
import styles from './programmes.module.css';

/** Who reads what, how many at most, and whom. */
export function ReviewerRows({
  draft,
  people,
  onChange,
}: {
  readonly draft: ProgrammeDraft;
  readonly people: readonly ReviewPerson[];
  readonly onChange: (part: Partial<ProgrammeDraft>) => void;
}) {
  const { reviewers, hasPairs } = draft;
  const set = (reader: ReaderPseudonym, one: ReviewerDraft | null): void => {
    const next = new Map(reviewers);
    if (one === null) next.delete(reader);
    else next.set(reader, one);
    onChange({ reviewers: next });
  };
  return (
    <fieldset className={styles['rows']}>
      <legend>Who reads</legend>
      {people
        .filter(({ isOfStation }) => isOfStation)
        .map(({ reader, name }) => {
          const one = reviewers.get(reader);
          return (
            <div key={reader} className={styles['reviewer']}>
              <CheckField
                label={name}
                checked={one !== undefined}
                onChange={(on) => set(reader, on ? NEW_REVIEWER : null)}
              />
              {one === undefined ? null : (
                <Reviewer name={name} one={one} onChange={(next) => set(reader, next)}>
                  {hasPairs ? (
                    <Authors
                      name={name}
                      people={people.filter((person) => person.reader !== reader)}
                      chosen={one.authors}
                      onChange={(authors) => set(reader, { ...one, authors })}
                    />
                  ) : null}
                </Reviewer>
              )}
            </div>
          );
        })}
      <CheckField
        label="Each reads only the authors chosen for them"
        checked={hasPairs}
        onChange={(on) => onChange({ hasPairs: on })}
      />
      <CheckField
        label="Two may read each other"
        checked={draft.reciprocal}
        onChange={(on) => onChange({ reciprocal: on })}
      />
    </fieldset>
  );
}

function Reviewer({
  name,
  one,
  onChange,
  children,
}: {
  readonly name: string;
  readonly one: ReviewerDraft;
  readonly onChange: (one: ReviewerDraft) => void;
  readonly children: ReactNode;
}) {
  return (
    <>
      <TextField
        label="Modalities"
        aria-label={`Modalities of ${name}`}
        placeholder="all"
        value={one.modalities}
        onChange={(event) => onChange({ ...one, modalities: event.target.value })}
      />
      <TextField
        label="Regions"
        aria-label={`Regions of ${name}`}
        placeholder="all"
        title={ReviewRegion.options.join(', ')}
        value={one.regions}
        onChange={(event) => onChange({ ...one, regions: event.target.value })}
      />
      <TextField
        label="At most"
        aria-label={`Most cases of ${name}`}
        placeholder="any"
        inputMode="numeric"
        maxLength={5}
        value={one.most}
        onChange={(event) => onChange({ ...one, most: event.target.value })}
      />
      {children}
    </>
  );
}

function Authors({
  name,
  people,
  chosen,
  onChange,
}: {
  readonly name: string;
  readonly people: readonly ReviewPerson[];
  readonly chosen: readonly ReaderPseudonym[];
  readonly onChange: (authors: readonly ReaderPseudonym[]) => void;
}) {
  return (
    <fieldset className={styles['authors']}>
      <legend>{`${name} reads`}</legend>
      {people.map(({ reader, name: author }) => (
        <CheckField
          key={reader}
          label={author}
          checked={chosen.includes(reader)}
          onChange={(on) => onChange(on ? [...chosen, reader] : chosen.filter((other) => other !== reader))}
        />
      ))}
    </fieldset>
  );
}
