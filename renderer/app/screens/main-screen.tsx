import { StatusStrip } from '../status-strip.tsx';

/** The open store. */
export function MainScreen() {
  return (
    <>
      <main style={{ flex: 1 }} />
      <StatusStrip />
    </>
  );
}
