import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import type { Person } from '../../../shared/model/person.ts';
import { Button, Dialog, FailureLine, Skeleton } from '../../ui/index.ts';
import { ROLE_WORDS, useRefusal } from '../may.ts';
import { errorWords } from '../notices/index.ts';
import { useServices } from '../services.tsx';
import styles from './people.module.css';
import { PeopleBook } from './people-book.ts';
import { AddPersonForm, ForgetPersonForm, PassphraseForm, RevokeForm, RolesForm } from './people-forms.tsx';

type Step =
  | { readonly at: 'list' | 'add' }
  | { readonly at: 'roles' | 'passphrase' | 'revoke' | 'forget'; readonly person: Person };

/** The name that the station leaves of somebody who was forgotten. */
const FORGOTTEN = 'Former person';

/** Who may open this store, and what each may do; administrators change it. */
export function PeopleDialog({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  return (
    <Dialog title="People of this store" open={open} onClose={onClose} width="wide">
      <Steps onClose={onClose} />
    </Dialog>
  );
}

function Steps({ onClose }: { readonly onClose: () => void }) {
  const { link, access } = useServices();
  const [book] = useState(() => new PeopleBook(link, access));
  const [step, setStep] = useState<Step>({ at: 'list' });
  useEffect(() => void book.load(), [book]);
  const back = (): void => setStep({ at: 'list' });
  const showKey = (recoveryKey: string): void => {
    onClose();
    access.showRecoveryKey(recoveryKey);
  };
  switch (step.at) {
    case 'list':
      return <PeopleList book={book} onStep={setStep} onClose={onClose} />;
    case 'add':
      return (
        <Named title="Add a person">
          <AddPersonForm book={book} onDone={back} />
        </Named>
      );
    case 'roles':
      return (
        <Named title={`Roles of ${step.person.name}`}>
          <RolesForm book={book} person={step.person} onDone={back} />
        </Named>
      );
    case 'passphrase':
      return (
        <Named title={`New passphrase for ${step.person.name}`}>
          <PassphraseForm book={book} person={step.person} onDone={back} />
        </Named>
      );
    case 'revoke':
      return (
        <Named title={`Take the way in away from ${step.person.name}`}>
          <RevokeForm book={book} person={step.person} onDone={back} onKey={showKey} />
        </Named>
      );
    case 'forget':
      return (
        <Named title={`Erase what there is of ${step.person.name}`}>
          <ForgetPersonForm book={book} person={step.person} onDone={back} onKey={showKey} />
        </Named>
      );
  }
}

function Named({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section aria-label={title} className={styles['step']}>
      <h3>
        <bdi>{title}</bdi>
      </h3>
      {children}
    </section>
  );
}

function PeopleList({
  book,
  onStep,
  onClose,
}: {
  readonly book: PeopleBook;
  readonly onStep: (step: Step) => void;
  readonly onClose: () => void;
}) {
  const { state, failure, people } = useStore(book.view);
  const { access } = useServices();
  const own = useStore(access.view, (view) => view.state?.reader?.personId ?? null);
  const refusal = useRefusal('people.add');
  if (state === 'failed') {
    const said = errorWords(failure);
    return <FailureLine said={said} />;
  }
  return (
    <>
      <ul className={styles['list']} aria-label="People">
        {state === 'asking' ? <Skeleton width="100%" height="56px" /> : null}
        {people.map((person) => (
          <PersonItem
            key={person.personId}
            person={person}
            isOwn={person.personId === own}
            refusal={refusal}
            onStep={onStep}
          />
        ))}
      </ul>
      <p className={styles['note']}>{refusal ?? ''}</p>
      <div className={styles['actions']}>
        <Button disabled={refusal !== null} onClick={() => onStep({ at: 'add' })}>
          Add a person
        </Button>
        <Button data-autofocus onClick={onClose}>
          Close people
        </Button>
      </div>
    </>
  );
}

function PersonItem({
  person,
  isOwn,
  refusal,
  onStep,
}: {
  readonly person: Person;
  readonly isOwn: boolean;
  readonly refusal: string | null;
  readonly onStep: (step: Step) => void;
}) {
  const step = (at: 'roles' | 'passphrase' | 'revoke' | 'forget') => (): void => onStep({ at, person });
  const isRevoked = person.state === 'revoked';
  return (
    <li className={styles['person']}>
      <div className={styles['who']}>
        <strong>
          <bdi>{person.name}</bdi>
        </strong>
        {isOwn ? <span className={styles['quiet']}>you</span> : null}
        <span className={styles['quiet']}>
          {isRevoked
            ? `■ no way in since ${person.revokedAt?.slice(0, 10) ?? ''}`
            : person.roles.map((role) => ROLE_WORDS[role].name).join(', ')}
        </span>
      </div>
      {refusal !== null ? null : isRevoked ? (
        person.name === FORGOTTEN ? null : (
          <div className={styles['personActions']} role="group" aria-label={person.name}>
            <Button tone="quiet" onClick={step('forget')}>
              Erase
            </Button>
          </div>
        )
      ) : (
        <div className={styles['personActions']} role="group" aria-label={person.name}>
          <Button tone="quiet" onClick={step('roles')}>
            Roles
          </Button>
          {isOwn ? null : (
            <>
              <Button tone="quiet" onClick={step('passphrase')}>
                New passphrase
              </Button>
              <Button tone="quiet" onClick={step('revoke')}>
                Revoke
              </Button>
            </>
          )}
        </div>
      )}
    </li>
  );
}
