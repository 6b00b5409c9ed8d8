import { Gate } from './gate.tsx';

/** For the moment in which the store is closed: its keys change, or it comes back from a move. */
export function ChangingKeysScreen({ comesBack }: { readonly comesBack: boolean }) {
  return (
    <Gate title={comesBack ? 'The store comes back' : 'The keys of the store change'}>
      <p role="status">
        The store is closed for this moment and opens again by itself. Do not switch the computer off.
      </p>
    </Gate>
  );
}
