import { useState } from 'react';
import { asAppError } from '../../../shared/errors/app-error.ts';
import { SourceSettings } from '../../../shared/model/source-settings.ts';
import { errorWords } from '../../app/notices/index.ts';
import { useServices } from '../../app/services.tsx';
import { useTask } from '../../app/use-task.ts';
import {
  Button,
  CheckField,
  FailureLine,
  FormActions,
  FormGroup,
  FormLine,
  SelectField,
  TextField,
} from '../../ui/index.ts';

/** A node by its address; more of it (keys, proxies, other sign-ins) is set up on the command line. */
export function NodeForm({ onDone }: { readonly onDone: () => void }) {
  const { link } = useServices();
  const task = useTask();
  const [kind, setKind] = useState<'dimse' | 'dicomweb'>('dimse');
  const [name, setName] = useState('');
  const [host, setHost] = useState('');
  const [port, setPort] = useState('104');
  const [called, setCalled] = useState('');
  const [calling, setCalling] = useState('NIGHTJAR');
  const [url, setUrl] = useState('');
  const [user, setUser] = useState('');
  const [password, setPassword] = useState('');
  const [insideTunnel, setInsideTunnel] = useState(false);
  const [isApart, setApart] = useState(false);
  // Asked only where it matters: until then nobody ticks it out of habit.
  const [isAsked, setAsked] = useState(false);
  const common = { name, site: 'Second readings', insideTunnel };
  const auth = user === '' ? { kind: 'none' } : { kind: 'basic', user };
  const settings = SourceSettings.safeParse(
    kind === 'dimse'
      ? { ...common, kind, host, port: Number(port), calledAe: called, callingAe: calling }
      : { ...common, kind, url, auth },
  );
  return (
    <FormGroup title="Set up a node" help="Without TLS only inside a tunnel, or on this very machine.">
      <TextField label="Name" value={name} maxLength={100} onChange={(event) => setName(event.target.value)} />
      <SelectField
        label="Kind"
        value={kind}
        options={[
          { value: 'dimse', words: 'DICOM' },
          { value: 'dicomweb', words: 'DICOMweb' },
        ]}
        onChange={setKind}
      />
      {kind === 'dimse' ? (
        <>
          <TextField label="Host" value={host} maxLength={253} onChange={(event) => setHost(event.target.value)} />
          <TextField label="Port" value={port} maxLength={5} onChange={(event) => setPort(event.target.value)} />
          <TextField
            label="Its title"
            value={called}
            maxLength={16}
            onChange={(event) => setCalled(event.target.value)}
          />
          <TextField
            label="Our title"
            value={calling}
            maxLength={16}
            onChange={(event) => setCalling(event.target.value)}
          />
        </>
      ) : (
        <>
          <TextField label="Address" value={url} maxLength={2000} onChange={(event) => setUrl(event.target.value)} />
          <TextField
            label="User (if any)"
            value={user}
            maxLength={200}
            onChange={(event) => setUser(event.target.value)}
          />
          <TextField
            label="Password"
            type="password"
            value={password}
            maxLength={1000}
            onChange={(event) => setPassword(event.target.value)}
          />
        </>
      )}
      <CheckField label="Inside a tunnel (VPN)" checked={insideTunnel} onChange={setInsideTunnel} />
      {isAsked ? (
        <CheckField
          label="It is another server than the one on this machine that studies or results go through"
          checked={isApart}
          onChange={setApart}
        />
      ) : null}
      <FormLine>
        <FormActions>
          <Button
            tone="primary"
            disabled={task.busy || !settings.success}
            onClick={() =>
              task.start(async () => {
                if (!settings.success) return;
                const secrets = password === '' ? {} : { password };
                try {
                  await link.call('review.addNode', { settings: settings.data, secrets, isApart });
                } catch (error) {
                  if (asAppError(error).code === 'package/shared-machine') setAsked(true);
                  throw error;
                }
                onDone();
              })
            }
          >
            Set it up
          </Button>
          <Button tone="quiet" onClick={onDone}>
            Leave it
          </Button>
        </FormActions>
        <FailureLine said={task.failure === null ? null : errorWords(task.failure)} />
      </FormLine>
    </FormGroup>
  );
}
