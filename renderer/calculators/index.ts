export { CalculatorDialog } from './calculator-dialog.tsx';
