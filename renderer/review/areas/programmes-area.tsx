import { DrawForm } from '../draw-form.tsx';

/** Programmes, and what is drawn by them. */
export function ProgrammesArea() {
  return <DrawForm />;
}
