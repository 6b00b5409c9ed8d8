import { useEffect, useState } from 'react';
import { DICOM_OBJECT_KINDS } from '../../../shared/model/destination.ts';
import type { Destination, DestinationKind } from '../../../shared/model/destination.ts';
import { CheckField, FormGroup, SelectField, TextField } from '../../ui/index.ts';
import { useServices } from '../services.tsx';
import { Proof, SIMPLE_PROOFS, Trust } from '../sources/index.ts';
import { KIND_WORDS, OBJECT_WORDS } from './destination-form.ts';
import type { DestinationDraft, DestinationProblems } from './destination-form.ts';
import type { DestinationTyped } from './destination-secrets.ts';

interface FieldsProps {
  readonly draft: DestinationDraft;
  readonly change: (part: Partial<DestinationDraft>) => void;
  readonly typed: DestinationTyped;
  readonly type: (part: Partial<DestinationTyped>) => void;
  readonly problems: DestinationProblems;
  /** Stored, and still good. */
  readonly good: readonly Destination['secrets'][number][];
  /** Site and kind stay: what waits there is that site's. */
  readonly fixed: boolean;
}

const KINDS: readonly { readonly value: DestinationKind; readonly words: string }[] = (
  ['hl7', 'dicom', 'fhir', 'context'] as const
).map((value) => ({ value, words: KIND_WORDS[value] }));

/** A program of this computer says who we are by a token, and answers at once. */
const CONTEXT = { auth: 'bearer', answerS: '2', status: false } as const;

export function DestinationFields(props: FieldsProps) {
  const { draft, change, fixed } = props;
  const { kind } = draft;
  return (
    <>
      <FormGroup title="Where">
        <SelectField
          label="Kind"
          value={kind}
          options={KINDS}
          disabled={fixed}
          hint={fixed ? 'It stays: another kind is another destination.' : ''}
          onChange={(next) => change({ kind: next, takesOnce: false, ...(next === 'context' ? CONTEXT : {}) })}
        />
        <Text {...props} of="name" label="Name" hint="As you want to see it." />
        <Text
          {...props}
          of="site"
          label="Site"
          disabled={fixed}
          hint={
            fixed ? 'It stays: what waits there is that site’s.' : 'As the list names it: its studies’ results go here.'
          }
        />
        {kind === 'dicom' ? <SourceField {...props} /> : null}
        {kind === 'hl7' ? (
          <>
            <Text {...props} of="host" label="Host" hint="A name or an address, without port." />
            <Text {...props} of="port" label="Port" hint="Usually 2575." />
          </>
        ) : null}
        {kind === 'fhir' ? (
          <Text {...props} of="url" label="Address" hint="https://…, the part before /DiagnosticReport." />
        ) : null}
        {kind === 'context' ? (
          <>
            <Text {...props} of="url" label="Address" hint="http://127.0.0.1:PORT/… of this very computer." />
            <Text {...props} of="answerS" label="Wait for an answer (seconds)" hint="At most 10." />
          </>
        ) : null}
        {kind === 'dicom' || kind === 'context' ? null : (
          <Flag
            {...props}
            of="insideTunnel"
            label="The way there is inside a VPN"
            hint="Only then may the connection itself be without encryption."
          />
        )}
      </FormGroup>
      {kind === 'fhir' || kind === 'context' ? <WhoFields {...props} /> : null}
      {kind === 'dicom' || kind === 'context' ? null : <TrustFields {...props} />}
      {kind === 'context' ? (
        <p>It hears opened, closed, held or signed with the accession number and the study UID, and nothing else.</p>
      ) : (
        <TakesFields {...props} />
      )}
    </>
  );
}

function WhoFields(props: FieldsProps) {
  const { draft, change } = props;
  return (
    <Proof
      {...props}
      value={draft.auth}
      options={draft.kind === 'context' ? SIMPLE_PROOFS.filter(({ value }) => value !== 'basic') : SIMPLE_PROOFS}
      onChange={(auth) => change({ auth })}
      user={<Text {...props} of="user" label="User" />}
    />
  );
}

function TrustFields(props: FieldsProps) {
  const { draft, change, typed, type, problems, good } = props;
  return (
    <Trust
      overTls={draft.kind === 'hl7' ? draft.tls : !draft.url.trim().startsWith('http:')}
      tls={
        draft.kind === 'hl7' ? (
          <Flag {...props} of="tls" label="TLS" hint="Encrypted, TLS 1.2 or newer. Off only inside a VPN." />
        ) : null
      }
      authorities={draft.authorities}
      onAuthorities={(authorities) => change({ authorities })}
      certificate={typed.certificate}
      onCertificate={(certificate) => type({ certificate })}
      good={good}
      problems={problems}
    >
      <Text {...props} of="connectS" label="Wait for a connection (seconds)" />
      <Text {...props} of="answerS" label="Wait for an answer (seconds)" />
    </Trust>
  );
}

function TakesFields(props: FieldsProps) {
  const { draft, change, problems } = props;
  if (draft.kind === 'dicom') {
    return (
      <FormGroup title="What goes there">
        {DICOM_OBJECT_KINDS.map((kind, at) => (
          <CheckField
            key={kind}
            label={OBJECT_WORDS[kind]}
            checked={draft.objects.includes(kind)}
            problem={at === 0 ? (problems['objects'] ?? null) : null}
            onChange={(checked) => {
              const others = draft.objects.filter((one) => one !== kind);
              change({ objects: checked ? [...others, kind] : others });
            }}
          />
        ))}
        <Flag
          {...props}
          of="keep"
          label="It is asked to answer for keeping what it took (storage commitment)"
          hint="Needs a DIMSE source with a receiver."
        />
        {draft.keep ? <Text {...props} of="waitMinutes" label="Wait for that answer (minutes)" /> : null}
      </FormGroup>
    );
  }
  return (
    <FormGroup title="What it takes">
      <Flag {...props} of="status" label="It is told, too, when a study is claimed, begun, given back and read" />
      <Flag
        {...props}
        of="takesOnce"
        label={
          draft.kind === 'hl7'
            ? 'The site says that it takes a message with the same control id once'
            : 'The site says that it makes a report with the same identifier once'
        }
        hint={
          draft.kind === 'hl7'
            ? 'Ask the site. Otherwise “may be there twice” is shown after a line that broke, until somebody has asked.'
            : 'The server is asked what it says of itself; this is for one that does it and does not say so.'
        }
      />
    </FormGroup>
  );
}

/** The sources that take results, by name. */
function SourceField({ draft, change, problems }: FieldsProps) {
  const { link } = useServices();
  const [names, setNames] = useState<readonly string[]>([]);
  useEffect(() => {
    let gone = false;
    link.call('sources.list', {}).then(
      ({ sources }) => {
        if (!gone) setNames(sources.filter(({ settings }) => settings.store).map(({ settings }) => settings.name));
      },
      // Then there is none to choose; what was chosen before stays.
      () => undefined,
    );
    return () => {
      gone = true;
    };
  }, [link]);
  const all = [...new Set([...names, ...(draft.source === '' ? [] : [draft.source])])];
  return (
    <SelectField
      label="Source"
      value={draft.source}
      options={[
        { value: '', words: all.length === 0 ? 'No source takes results' : 'Choose …' },
        ...all.map((value) => ({ value, words: value })),
      ]}
      problem={problems['source'] ?? null}
      hint="It stores what it is given, with its own way and proofs."
      onChange={(source) => change({ source })}
    />
  );
}

type TextKey = 'name' | 'site' | 'host' | 'port' | 'url' | 'user' | 'connectS' | 'answerS' | 'waitMinutes';
type FlagKey = 'tls' | 'insideTunnel' | 'takesOnce' | 'keep' | 'status';

function Text({
  of,
  label,
  hint,
  disabled = false,
  draft,
  change,
  problems,
}: FieldsProps & {
  readonly of: TextKey;
  readonly label: string;
  readonly hint?: string;
  readonly disabled?: boolean;
}) {
  return (
    <TextField
      label={label}
      hint={hint}
      disabled={disabled}
      maxLength={of === 'url' ? 2000 : 253}
      autoComplete="off"
      spellCheck={false}
      value={draft[of]}
      problem={problems[of] ?? null}
      onChange={(event) => change({ [of]: event.target.value })}
    />
  );
}

function Flag({
  of,
  label,
  hint,
  draft,
  change,
  problems,
}: FieldsProps & { readonly of: FlagKey; readonly label: string; readonly hint?: string }) {
  return (
    <CheckField
      label={label}
      hint={hint}
      checked={draft[of]}
      problem={problems[of] ?? null}
      onChange={(checked) => change({ [of]: checked })}
    />
  );
}
