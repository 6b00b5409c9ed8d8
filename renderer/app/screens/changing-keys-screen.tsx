import { Gate } from './gate.tsx';

/** For the moment in which the store is closed because its keys change. */
export function ChangingKeysScreen() {
  return (
    <Gate title="The keys of the store change">
      <p role="status">
        The store is closed for this moment and opens again by itself. Do not switch the computer off.
      </p>
    </Gate>
  );
}
