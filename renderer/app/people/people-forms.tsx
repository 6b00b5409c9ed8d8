import { useState } from 'react';
import { useStore } from 'zustand';
import type { Person, PersonRole } from '../../../shared/model/person.ts';
import { TextField } from '../../ui/index.ts';
import { useNotices } from '../notices/index.ts';
import { NewPassphraseFields } from '../screens/new-passphrase-fields.tsx';
import styles from './people.module.css';
import type { PeopleBook } from './people-book.ts';
import { RoleChoice, roleProblem } from './role-choice.tsx';
import { StepUpForm } from './step-up-form.tsx';

interface FormProps {
  readonly book: PeopleBook;
  readonly onDone: () => void;
}

interface PersonFormProps extends FormProps {
  readonly person: Person;
}

export function AddPersonForm({ book, onDone }: FormProps) {
  const [name, setName] = useState('');
  const [roles, setRoles] = useState<readonly PersonRole[]>(['reader']);
  const [passphrase, setPassphrase] = useState<string | null>(null);
  return (
    <StepUpForm
      action="Add the person"
      ready={name.trim() !== '' && roleProblem(roles) === null && passphrase !== null}
      onBack={onDone}
      onSubmit={async (proof) => {
        if (passphrase === null) return;
        await book.add({ name: name.trim(), roles, passphrase }, proof);
        onDone();
      }}
    >
      <TextField
        label="Name, as it stands under reports"
        value={name}
        onChange={(event) => setName(event.target.value)}
        maxLength={200}
        autoComplete="off"
        autoFocus
      />
      <RoleChoice roles={roles} onChange={setRoles} />
      <NewPassphraseFields label="First passphrase of this person" problem={null} onChange={setPassphrase} />
      <p className={styles['note']}>Let the person type it, or ask them to change it in their settings.</p>
    </StepUpForm>
  );
}

export function RolesForm({ book, person, onDone }: PersonFormProps) {
  const held = useStore(book.view, (view) => view.held);
  const [roles, setRoles] = useState<readonly PersonRole[]>(person.roles);
  return (
    <StepUpForm
      action="Change the roles"
      ready={roleProblem(roles) === null}
      onBack={onDone}
      onSubmit={async (proof) => {
        await book.setRoles(person.personId, roles, proof);
        onDone();
      }}
    >
      <RoleChoice
        roles={roles}
        held={held.filter(({ personId }) => personId === person.personId)}
        onChange={setRoles}
      />
    </StepUpForm>
  );
}

export function PassphraseForm({ book, person, onDone }: PersonFormProps) {
  const [passphrase, setPassphrase] = useState<string | null>(null);
  return (
    <StepUpForm
      action="Set the new passphrase"
      ready={passphrase !== null}
      onBack={onDone}
      onSubmit={async (proof) => {
        if (passphrase === null) return;
        await book.setPassphrase(person.personId, passphrase, proof);
        onDone();
      }}
    >
      <p>For a person who lost theirs. The old one opens nothing any more.</p>
      <NewPassphraseFields label="New passphrase of this person" autoFocus problem={null} onChange={setPassphrase} />
    </StepUpForm>
  );
}

export function RevokeForm({
  book,
  person,
  onDone,
  onKey,
}: PersonFormProps & { readonly onKey: (recoveryKey: string) => void }) {
  const notices = useNotices();
  return (
    <StepUpForm
      action="Take the way in away for good"
      tone="danger"
      ready
      onBack={onDone}
      onSubmit={async (proof) => {
        const recoveryKey = await book.revoke(person.personId, proof);
        notices.add({
          tone: 'ok',
          title: `${person.name} has no way in any more`,
          detail: 'The key of the store is a new one.',
        });
        onDone();
        if (recoveryKey !== null) onKey(recoveryKey);
      }}
    >
      <p>
        <bdi>{person.name}</bdi> will not be able to open this store again. The key of the store is changed, and the
        store closes for that moment. Reports and records keep the name.
      </p>
      <p className={styles['note']}>This cannot be undone. A new recovery key may be shown next: keep paper at hand.</p>
    </StepUpForm>
  );
}

export function ForgetPersonForm({
  book,
  person,
  onDone,
  onKey,
}: PersonFormProps & { readonly onKey: (recoveryKey: string) => void }) {
  const notices = useNotices();
  const [typed, setTyped] = useState('');
  return (
    <StepUpForm
      action="Erase for good"
      tone="danger"
      ready={typed.trim() === person.name}
      onBack={onDone}
      onSubmit={async (proof) => {
        const recoveryKey = await book.forget(person.personId, proof);
        notices.add({
          tone: 'ok',
          title: 'What there was of this person is erased',
          detail: 'The key of the store is a new one. Backups made before still have the name.',
        });
        onDone();
        if (recoveryKey !== null) onKey(recoveryKey);
      }}
    >
      <p>
        Erased are the name, the desks, what was seen, and what was written and never signed. Signed reports and the
        audit trail stay; the trail says “Former person” from then on.
      </p>
      <TextField
        label={`Type the name to go on: ${person.name}`}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        autoComplete="off"
        spellCheck={false}
        autoFocus
      />
      <p className={styles['note']}>
        This cannot be undone. The store closes for a moment, and a new recovery key may be shown next.
      </p>
    </StepUpForm>
  );
}
