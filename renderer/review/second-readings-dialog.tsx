import { useId, useState } from 'react';
import { useStore } from 'zustand';
import { mayCall } from '../app/may.ts';
import { useServices } from '../app/services.tsx';
import { Button, Dialog, Tabs } from '../ui/index.ts';
import { AREAS } from './areas/index.ts';
import styles from './review.module.css';

/** Second readings: the cases that the person has a part in, and for whoever runs them all that belongs to it. */
export function SecondReadingsDialog({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  return open ? <OpenDialog onClose={onClose} /> : null;
}

function OpenDialog({ onClose }: { readonly onClose: () => void }) {
  const { access } = useServices();
  const roles = useStore(access.view, ({ state }) => state?.reader?.roles ?? null);
  const areas = AREAS.filter(({ call }) => mayCall(call, roles));
  const [chosen, setChosen] = useState('cases');
  const panelId = useId();
  const area = areas.find(({ id }) => id === chosen);
  return (
    <Dialog
      title="Second readings"
      open
      width="broad"
      onClose={onClose}
      actions={
        <Button data-autofocus onClick={onClose}>
          Close
        </Button>
      }
    >
      {areas.length > 1 ? (
        <Tabs
          label="Parts of second readings"
          tabs={areas.map(({ id, label }) => ({ id, label }))}
          chosen={chosen}
          onChoose={setChosen}
          panelId={panelId}
        />
      ) : null}
      <div id={panelId} className={styles['area']} role="tabpanel" aria-label={area?.label}>
        {area === undefined ? null : <area.Content onClose={onClose} />}
      </div>
    </Dialog>
  );
}
