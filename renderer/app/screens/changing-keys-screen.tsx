import { Gate } from './gate.tsx';

/** For the moment in which the store is closed: its keys change, or it was packed or comes back. */
export function ChangingKeysScreen({ moves }: { readonly moves: boolean }) {
  return (
    <Gate title={moves ? 'The store is opened anew' : 'The keys of the store change'}>
      <p role="status">
        The store is closed for this moment and opens again by itself. Do not switch the computer off.
      </p>
    </Gate>
  );
}
