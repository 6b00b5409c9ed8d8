export { FiguresDialog } from './figures-dialog.tsx';
