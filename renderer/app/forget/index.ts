export { ForgetBook } from './forget-book.ts';
export { ForgetDialog } from './forget-dialog.tsx';
export { KeysSection } from './keys-section.tsx';
export { RotateDialog } from './rotate-dialog.tsx';
